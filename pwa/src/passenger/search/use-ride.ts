import { useEffect, useMemo } from 'react'
import { positionsAsSold } from 'shared/timetable/as-sold.ts'
import { departureOf } from 'shared/timetable/departures.ts'
import type { Departure, Ride } from 'shared/timetable/timetable.ts'
import { useDepartureSold, useTimetable } from '../../local/live.ts'
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
  const sold = useDepartureSold(id)
  const { board, alight, people } = useRideParams()
  const result = useMemo((): RideOfPage => {
    if (!held || sold === undefined) return { found: 'loading' }
    const today = departureOf(held.timetables, id)
    const departure = sold ?? today
    if (!departure || departure.calls.length < 2) return { found: 'unknown' }
    const span = spanOf(today ?? departure, board, alight)
    // The address counts stops as the search did, in today's timetable; seats and bookings count them as sold.
    const asSold = sold && today ? positionsAsSold(today, sold, span) : span
    const known = held.timetables.some((timetable) => timetable.feed === departure.feed)
    if (!asSold || !known) return { found: 'unknown' }
    const ride = rideOf(held.timetables, departure, asSold)
    return { found: 'ride', departure, ride, people, held }
  }, [held, sold, id, board, alight, people])
  const onSale = result.found === 'ride' && result.departure.everyMinutes === undefined
  useEffect(() => (onSale ? follow([`departure:${id}`]) : undefined), [onSale, id])
  return result
}
