import { localDay } from 'shared/base/time.ts'
import type { Ride, RideEnd } from 'shared/timetable/timetable.ts'
import { Clock } from '../../ui/Clock.tsx'
import { RideLine } from '../../ui/Line.tsx'
import { durationText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import './ride-way.css'

/** The two ends of a ride, large, with the line between them; each name under its time. */
export function RideWay({ ride, cancelled = false }: { ride: Ride; cancelled?: boolean }) {
  const days = localDay(ride.alight.at, ride.alight.zone) - localDay(ride.board.at, ride.board.zone)
  return (
    <dl className="ride-way" data-cancelled={cancelled ? '' : undefined}>
      <End end={ride.board} word={words.search.from} />
      <div className="ride-way-line" aria-hidden="true">
        <span>{durationText(ride.durationMinutes)}</span>
        <RideLine between={ride.via.length} tone={cancelled ? 'muted' : 'accent'} />
      </div>
      <End end={ride.alight} word={words.search.to} days={days} />
    </dl>
  )
}

function End({ end, word, days = 0 }: { end: RideEnd; word: string; days?: number }) {
  const notes = [days > 0 && words.results.daysLater(days), end.platform && words.departure.platform(end.platform)]
  return (
    <div className="ride-way-end">
      <dt className="visually-hidden">{word}</dt>
      <dd className="ride-way-time">
        <Clock at={end.at} zone={end.zone} />
      </dd>
      <dd className="ride-way-place">
        <span>{end.name}</span>
        <small>{notes.filter(Boolean).join(' · ')}</small>
      </dd>
    </div>
  )
}
