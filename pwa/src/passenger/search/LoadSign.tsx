import './load-sign.css'

/** Three bars of rising height, filled as the coach fills. Always beside a word. */
export function LoadSign({ filled }: { filled: 1 | 2 | 3 }) {
  return (
    <svg className="load-sign" width="24" height="18" viewBox="0 0 24 18" aria-hidden="true">
      {[7, 12, 17].map((height, i) => (
        <rect
          key={height}
          x={1 + i * 8}
          y={17.25 - height}
          width="5.5"
          height={height - 0.5}
          rx="2"
          className={i < filled ? 'load-sign-full' : 'load-sign-free'}
        />
      ))}
    </svg>
  )
}
