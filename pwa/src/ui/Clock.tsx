import type { Instant } from 'shared/base/instants.ts'
import { clockText } from '../words/format.ts'

export interface ClockProps {
  at: Instant
  /** IANA zone of the stop; absent, the phone's own. */
  zone?: string
}

/** A time of day on the 24-hour clock of the place. */
export function Clock({ at, zone }: ClockProps) {
  return (
    <bdi>
      <time dateTime={new Date(at).toISOString()}>{clockText(at, zone)}</time>
    </bdi>
  )
}
