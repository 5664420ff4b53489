import { localDay } from 'shared/base/time.ts'
import type { TripView } from 'shared/sync/project.ts'
import { searchRides } from 'shared/timetable/search.ts'
import type { Departure, Ride } from 'shared/timetable/timetable.ts'
import { useLocation } from 'wouter'
import { useTimetable } from '../../local/live.ts'
import type { Timetables } from '../../local/timetables.ts'
import { startChange } from '../checkout/form.ts'

type Waiting = Extract<TripView, { kind: 'waiting' }>

/** The ride of a request as search draws it, with its fare and seat map. */
export function rideOfDeparture(
  held: Timetables,
  departure: Departure,
  board: number,
  alight: number,
): Ride | undefined {
  const from = departure.calls[board]
  const to = departure.calls[alight]
  if (!from || !to) return undefined
  const day = localDay(from.departureAt, from.zone)
  const rides = searchRides(held.timetables, { from: from.place, to: to.place, day, passengers: 1 })
  return rides.find((ride) => ride.departure === departure.id)
}

/** Opens checkout filled with the request; the new request takes its place when confirmed. Undefined when it cannot. */
export function useChangeRequest(trip: Waiting, departure: Departure | null): (() => void) | undefined {
  const held = useTimetable()
  const [, navigate] = useLocation()
  const { args } = trip
  const ride = held && departure ? rideOfDeparture(held, departure, args.board.index, args.alight.index) : undefined
  if (!departure || !ride) return undefined
  return () => {
    startChange({ id: trip.id, args, departure, ride })
    navigate('/checkout')
  }
}
