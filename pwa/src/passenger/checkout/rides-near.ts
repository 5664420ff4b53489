import { useMemo } from 'react'
import { localDay } from 'shared/base/time.ts'
import { searchRides } from 'shared/timetable/search.ts'
import type { Ride } from 'shared/timetable/timetable.ts'
import { now } from '../../local/clock.ts'
import { useTimetable } from '../../local/live.ts'
import { ridesNear } from './plan.ts'

/** Other departures between the same places within the hours, from the timetable on the phone. */
export function useRidesNear(ride: Ride, hours: number): Ride[] {
  const held = useTimetable()
  return useMemo(() => {
    if (!held) return []
    const span = hours * 3_600_000
    const first = localDay(ride.board.at - span, ride.board.zone)
    const last = localDay(ride.board.at + span, ride.board.zone)
    const days = Array.from({ length: last - first + 1 }, (_, i) => first + i)
    const query = { from: ride.board.place, to: ride.alight.place, passengers: 1 }
    const rides = days.flatMap((day) => searchRides(held.timetables, { ...query, day }))
    return ridesNear(rides, ride, hours, now())
  }, [held, ride, hours])
}
