import type { Call, Ride } from 'shared/timetable/timetable.ts'
import { clockText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import type { Load } from './load.ts'
import { LoadSign } from './LoadSign.tsx'

const bars = { low: 1, middle: 2, high: 3 } as const

/** The load of a ride in words: "14 seats free", "3 seats left", "Full from Vilnius". */
export function loadText(load: Load, ride: Pick<Ride, 'board'>, party: number): string {
  const text = words.results
  switch (load.level) {
    case 'low':
    case 'middle':
      return text.seatsFree(load.free)
    case 'high':
      return text.seatsLeft(load.free)
    case 'full':
      if (load.free > 0) return text.notEnough(load.free, party)
      return load.from === undefined ? text.full : text.fullFrom(ride.board.name)
  }
}

interface LoadLineProps {
  load: Load
  ride: Pick<Ride, 'board'>
  party: number
  /** Where seats become free, when the ride is full from its start. */
  from?: Call
}

/** Sign and word together; a coach that is nearly full is told in amber, too. */
export function LoadLine({ load, ride, party, from }: LoadLineProps) {
  if (load.level === 'full') {
    return (
      <span className="load-line load-line-full">
        <b>{loadText(load, ride, party)}</b>
        {from && <span>{words.results.freeFrom(from.name, clockText(from.departureAt, from.zone))}</span>}
      </span>
    )
  }
  return (
    <span className={`load-line load-line-${load.level}`}>
      <LoadSign filled={bars[load.level]} />
      {loadText(load, ride, party)}
    </span>
  )
}
