import { useMemo, useSyncExternalStore } from 'react'
import { modulePixels, qrMatrix, qrPath, quietZone } from './qr-matrix.ts'

export interface QrCodeProps {
  /** The ticket's text, untouched: it may hold double spaces. */
  text: string
  /** What the code is, for those who cannot see it. */
  label: string
  /** CSS pixels there are for the code with its white zone. */
  room: number
}

/** Black on white in both themes, whole device pixels, never under 5 CSS pixels a module. */
export function QrCode({ text, label, room }: QrCodeProps) {
  const devicePixelRatio = useSyncExternalStore(followRatio, () => window.devicePixelRatio)
  const { size, path } = useMemo(() => {
    const matrix = qrMatrix(text)
    return { size: matrix.size, path: qrPath(matrix) }
  }, [text])
  const side = size + 2 * quietZone
  const width = side * modulePixels({ room, devicePixelRatio, size })
  return (
    <svg
      role="img"
      aria-label={label}
      className="qr-code"
      width={width}
      height={width}
      viewBox={`${-quietZone} ${-quietZone} ${side} ${side}`}
      shapeRendering="crispEdges"
    >
      <path fill="#fff" d={`M${-quietZone} ${-quietZone}h${side}v${side}h${-side}z`} />
      <path fill="#000" d={path} />
    </svg>
  )
}

/** Zooming, or another screen, changes the ratio. A query tells only that the present one no longer holds. */
function followRatio(changed: () => void): () => void {
  const watch = new AbortController()
  const next = (): void => {
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
    query.addEventListener('change', () => (next(), changed()), { once: true, signal: watch.signal })
  }
  next()
  return () => watch.abort()
}
