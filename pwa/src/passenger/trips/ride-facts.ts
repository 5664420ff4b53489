import type { Day, Instant } from 'shared/base/instants.ts'
import { isoDay, localDay } from 'shared/base/time.ts'
import type { Booking } from 'shared/records.ts'
import type { BookIntent } from 'shared/booking/intents.ts'
import { departureOf } from 'shared/timetable/departures.ts'
import type { Departure } from 'shared/timetable/timetable.ts'
import { useTimetable } from '../../local/live.ts'

export interface EndFacts {
  name: string
  /** Id of the place people search by. */
  place: string
  at: Instant
  zone: string
  platform?: string
}

/** What a card or a page says about a ride, wherever it was learnt. */
export interface RideFacts {
  departure: string
  from: EndFacts
  to: EndFacts
  /** The day on the clock where one boards. */
  day: Day
  between: number
  via: readonly string[]
  route: string
  agency: string
  seatMap: string | null
}

export const rideOfBooking = (booking: Booking): RideFacts => ({
  departure: booking.departure,
  from: booking.board,
  to: booking.alight,
  day: localDay(booking.board.at, booking.board.zone),
  between: booking.alight.index - booking.board.index - 1,
  via: booking.via,
  route: booking.route,
  agency: booking.agency,
  seatMap: null,
})

/** The ride a request names, read from the timetable; null when the timetable no longer has it. */
export function rideOfRequest(args: BookIntent, departure: Departure | undefined): RideFacts | null {
  const board = departure?.calls[args.board.index]
  const alight = departure?.calls[args.alight.index]
  if (!departure || !board || !alight) return null
  const end = (call: typeof board, at: Instant): EndFacts => ({
    name: call.name,
    place: call.place,
    at,
    zone: call.zone,
    ...(call.platform ? { platform: call.platform } : {}),
  })
  return {
    departure: departure.id,
    from: end(board, board.departureAt),
    to: end(alight, alight.arrivalAt),
    day: localDay(board.departureAt, board.zone),
    between: args.alight.index - args.board.index - 1,
    via: departure.calls.slice(args.board.index + 1, args.alight.index).map((call) => call.name),
    route: departure.route.short || departure.route.long,
    agency: departure.agency.name,
    seatMap: departure.seatMap,
  }
}

/** `undefined` while the timetable is being read. */
export function useDeparture(id: string | undefined): Departure | null | undefined {
  const held = useTimetable()
  if (!held) return undefined
  return (id !== undefined && departureOf(held.timetables, id)) || null
}

/** All departures between the same places on the day of the ride. */
export const searchOf = (ride: RideFacts, party: number): string =>
  `/results?${new URLSearchParams({ from: ride.from.place, to: ride.to.place, date: isoDay(ride.day), n: String(party) })}`
