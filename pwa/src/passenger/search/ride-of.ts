import { must } from 'shared/base/result.ts'
import { seatsOf, type SeatMap } from 'shared/inventory/seat-map.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import { fareOf } from 'shared/timetable/fares.ts'
import type { Timetable } from 'shared/timetable/pack.ts'
import { endOf, type Span } from 'shared/timetable/search.ts'
import type { Departure, Ride } from 'shared/timetable/timetable.ts'

/** The seat map of a departure; undefined when this version of the app has no drawing of the vehicle. */
export const seatMapOf = (id: string): SeatMap | undefined => (Object.hasOwn(seatMaps, id) ? seatMaps[id] : undefined)

/** The ends of a ride as an address names them, mended: the whole run where they make no ride. */
export function spanOf(departure: Departure, board: number | undefined, alight: number | undefined): Span {
  const last = departure.calls.length - 1
  const span = { board: board ?? 0, alight: alight ?? last }
  return span.board < span.alight && span.alight <= last ? span : { board: 0, alight: last }
}

/** One ride of a departure, from stop `board` to stop `alight`, with its fare. */
export function rideOf(timetables: readonly Timetable[], departure: Departure, { board, alight }: Span): Ride {
  const timetable = must(
    timetables.find((held) => held.feed === departure.feed),
    'timetable of departure',
  )
  const from = must(departure.calls[board], 'boarding call')
  const to = must(departure.calls[alight], 'alighting call')
  const map = seatMapOf(departure.seatMap)
  return {
    departure: departure.id,
    trip: departure.trip,
    day: departure.day,
    feed: departure.feed,
    route: departure.route,
    headsign: departure.headsign,
    agency: departure.agency,
    board: endOf(from, from.departureAt, from.pickup),
    alight: endOf(to, to.arrivalAt, to.dropOff),
    durationMinutes: Math.round((to.arrivalAt - from.departureAt) / 60_000),
    via: departure.calls.slice(board + 1, alight).map((call) => call.name),
    price: fareOf(timetable, departure, board, alight),
    seatMap: departure.seatMap,
    totalSeats: map ? seatsOf(map).length : 0,
    amenities: departure.amenities,
    ...(departure.everyMinutes !== undefined && { everyMinutes: departure.everyMinutes }),
  }
}
