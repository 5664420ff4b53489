import { localDay } from 'shared/base/time.ts'
import type { Ride, RideEnd } from 'shared/timetable/timetable.ts'
import { Clock } from '../../ui/Clock.tsx'
import { RideLine } from '../../ui/Line.tsx'
import { durationText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import './ride-way.css'

/** The two ends of a ride, large, with the line between them. */
export function RideWay({ ride, cancelled = false }: { ride: Ride; cancelled?: boolean }) {
  const days = localDay(ride.alight.at, ride.alight.zone) - localDay(ride.board.at, ride.board.zone)
  return (
    <div className="ride-way" data-cancelled={cancelled ? '' : undefined}>
      <End end={ride.board} />
      <div className="ride-way-line">
        <RideLine between={ride.via.length} tone={cancelled ? 'muted' : 'accent'} />
        <span>{durationText(ride.durationMinutes)}</span>
      </div>
      <End end={ride.alight} days={days} />
    </div>
  )
}

function End({ end, days = 0 }: { end: RideEnd; days?: number }) {
  return (
    <div className="ride-way-end">
      <b>
        <Clock at={end.at} zone={end.zone} />
      </b>
      <span>{end.name}</span>
      <small>
        {[
          days > 0 && words.search.results.daysLater(days),
          end.platform && words.search.departure.platform(end.platform),
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </div>
  )
}
