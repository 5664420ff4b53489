import { useEffect, useMemo } from 'react'
import { departureOf } from 'shared/timetable/departures.ts'
import type { Departure, Ride } from 'shared/timetable/timetable.ts'
import { useTimetable } from '../../local/live.ts'
import type { Timetables } from '../../local/timetables.ts'
import { follow } from '../../sync/loop.ts'
import { useRideParams } from './query.ts'
import { rideOf, spanOf } from './ride-of.ts'

/** The ride of the address, worked out of the timetable on the phone. */
export type RideOfPage =
  | { found: 'loading' }
  | { found: 'unknown' }
  | { found: 'ride'; departure: Departure; ride: Ride; people: number; held: Timetables }

/** Reads the ride of the page's address and keeps its seats fresh while the page is open. */
export function useRideOfPage(id: string): RideOfPage {
  const held = useTimetable()
  const { board, alight, people } = useRideParams()
  const result = useMemo((): RideOfPage => {
    if (!held) return { found: 'loading' }
    const departure = departureOf(held.timetables, id)
    if (!departure || departure.calls.length < 2) return { found: 'unknown' }
    const ride = rideOf(held.timetables, departure, spanOf(departure, board, alight))
    return { found: 'ride', departure, ride, people, held }
  }, [held, id, board, alight, people])
  const sold = result.found === 'ride' && result.departure.everyMinutes === undefined
  useEffect(() => (sold ? follow([`departure:${id}`]) : undefined), [sold, id])
  return result
}
