import { localDay } from 'shared/base/time.ts'
import { RideLine } from '../../ui/Line.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { clockText, dayText, durationText, spokenDuration } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import './times.css'

interface End {
  name: string
  at: number
  zone: string
  platform?: string
}

interface Props {
  from: End
  to: End
  between: number
  /** Struck through when the ride does not take place. */
  off?: boolean
}

/** Departure and arrival, the largest text of the card, and the line between them. */
export function Times({ from, to, between, off = false }: Props) {
  const minutes = Math.round((to.at - from.at) / 60_000)
  const nextDay = localDay(to.at, to.zone) !== localDay(from.at, from.zone)
  const departs = clockText(from.at, from.zone)
  const arrives = clockText(to.at, to.zone)
  return (
    <div className="times" data-off={off ? '' : undefined}>
      <VisuallyHidden>
        {words.trips.spoken({ departs, from: from.name, arrives, to: to.name, lasts: spokenDuration(minutes) })}
      </VisuallyHidden>
      <div aria-hidden="true" className="times-row">
        <bdi className="times-clock">{departs}</bdi>
        <span className="times-line">
          <RideLine between={between} tone={off ? 'muted' : 'accent'} />
        </span>
        <bdi className="times-clock">{arrives}</bdi>
      </div>
      <div aria-hidden="true" className="times-places">
        <span>
          <bdi>{from.name}</bdi>
          {from.platform && <small>{words.tickets.platform(from.platform)}</small>}
        </span>
        <bdi className="times-lasts">{durationText(minutes)}</bdi>
        <span className="times-to">
          <bdi>{to.name}</bdi>
          {to.platform && <small>{words.tickets.platform(to.platform)}</small>}
          {nextDay && <small>{dayText(localDay(to.at, to.zone))}</small>}
        </span>
      </div>
    </div>
  )
}
