import { Clock3, History } from 'lucide-react'
import type { Instant } from 'shared/base/instants.ts'
import { ageText } from '../words/format.ts'
import { Clock } from './Clock.tsx'
import './data-age.css'

export interface DataAgeProps {
  /** What is that old, up to the time: "Seats as of". */
  of: string
  at: Instant
  now: Instant
  /** Older than this it turns amber and says `stale`; absent, never. In ms. */
  staleAfter?: number
  /** The sentence for stale data. */
  stale?: string
}

/** How old the data is: the clock time first, then the distance. */
export function DataAge({ of, at, now, staleAfter = Infinity, stale }: DataAgeProps) {
  if (now - at > staleAfter && stale) {
    return (
      <p className="data-age data-age-stale">
        <Clock3 size={18} aria-hidden="true" />
        <span>{stale}</span>
      </p>
    )
  }
  return (
    <p className="data-age">
      <History size={18} aria-hidden="true" />
      <span>
        {of} <b>{now - at < 86_400_000 ? <Clock at={at} /> : ageText(at, now)}</b>
        {now - at < 86_400_000 && `, ${ageText(at, now)}`}
      </span>
    </p>
  )
}
