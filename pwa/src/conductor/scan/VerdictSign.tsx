import type { VerdictColour } from 'shared/tickets/verdicts.ts'

/** Circle with a tick, triangle with a mark, octagon with a cross: the shape alone tells them apart. */
export function VerdictSign({ colour }: { colour: Exclude<VerdictColour, 'none'> }) {
  return (
    <svg className="verdict-sign" viewBox="0 0 132 132" aria-hidden="true">
      {colour === 'green' && (
        <>
          <circle cx="66" cy="66" r="66" fill="currentColor" />
          <path className="verdict-cut" d="m36 69 20 20 41-44" />
        </>
      )}
      {colour === 'amber' && (
        <>
          <path
            d="M66 11 126 121H6z"
            fill="currentColor"
            stroke="currentColor"
            strokeWidth="12"
            strokeLinejoin="round"
          />
          <path className="verdict-cut" d="M66 50v31m0 21v.1" />
        </>
      )}
      {colour === 'red' && (
        <>
          <path d="M39 0h54l39 39v54l-39 39H39L0 93V39z" fill="currentColor" />
          <path className="verdict-cut" d="m42 42 48 48m0-48L42 90" />
        </>
      )}
    </svg>
  )
}
