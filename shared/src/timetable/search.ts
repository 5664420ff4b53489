import type { Day, Instant } from '../base/instants.ts'
import { must } from '../base/result.ts'
import { instantOf, localDay } from '../base/time.ts'
import { feedOf } from './departure-id.ts'
import { agencyName, asPickup, callOf, routeName } from './departures.ts'
import { patternFare } from './fares.ts'
import type { Pattern, Timetable } from './pack.ts'
import { placeOf } from './places.ts'
import { candidateDays, runIdOf, runsOfTrip, servicesOn, startsOf, tripIdOf, type Run } from './runs.ts'
import type { Call, Fare, Ride, RideEnd } from './timetable.ts'

export interface RideQuery {
  /** Ids of places or stops. */
  readonly from: string
  readonly to: string
  /** The local date of boarding. */
  readonly day: Day
  readonly passengers: number
}

/** Positions of the one ride a pattern offers: latest boarding, then earliest alighting (loops give one ride). */
export interface Span {
  readonly board: number
  readonly alight: number
}

/** `from` and `to` hold a flag per stop of the timetable. Stops where nobody may board or alight do not count. */
export function spanOn(pattern: Pattern, from: Uint8Array, to: Uint8Array): Span | undefined {
  const { stops, pickup, dropOff } = pattern
  let alight = -1
  for (let at = stops.length - 1; at >= 0; at -= 1) {
    const stop = stops[at] ?? 0
    if (alight >= 0 && from[stop] && pickup[at] !== 1) return { board: at, alight }
    if (to[stop] && dropOff[at] !== 1) alight = at
  }
  return undefined
}

interface Offer {
  readonly timetable: Timetable
  readonly pattern: Pattern
  readonly span: Span
  readonly via: readonly string[]
  readonly price: Fare
}

/** One end of a ride. */
export const endOf = (call: Call, at: Instant, arrangement: RideEnd['arrangement']): RideEnd => ({
  index: call.index,
  stop: call.stop,
  name: call.name,
  ...(call.platform !== undefined && { platform: call.platform }),
  place: call.place,
  at,
  zone: call.zone,
  approximate: call.approximate,
  arrangement,
})

function rideOf(offer: Offer, trip: number, day: Day, run: Run): Ride {
  const { timetable, pattern, span, via, price } = offer
  const dated = { pattern, trip, day, run }
  const board = callOf(timetable, dated, span.board)
  const alight = callOf(timetable, dated, span.alight)
  const { route, vehicle } = pattern
  return {
    departure: runIdOf(timetable, trip, day, run),
    trip: tripIdOf(timetable, trip),
    day,
    feed: timetable.feed,
    route: routeName(route),
    headsign: pattern.headsign,
    agency: agencyName(route.agency),
    board: endOf(board, board.departureAt, asPickup(pattern.pickup[span.board])),
    alight: endOf(alight, alight.arrivalAt, asPickup(pattern.dropOff[span.alight])),
    durationMinutes: Math.round((alight.arrivalAt - board.departureAt) / 60_000),
    via,
    price,
    seatMap: vehicle.seatMap,
    totalSeats: vehicle.seats,
    amenities: vehicle.amenities,
  }
}

/** A window of an exact_times=0 frequency as one ride: its first and last boarding on the day, "every n min". */
function windowRides(offer: Offer, trip: number, date: Day, run: Run, day: Day): Ride[] {
  if (!run.every) return []
  const rides = startsOf(run.every)
    .map((start) => rideOf(offer, trip, date, { start, named: true }))
    .filter((ride) => localDay(ride.board.at, ride.board.zone) === day)
  const [first, last] = [rides[0], rides.at(-1)]
  if (!first || !last) return []
  const departure = runIdOf(offer.timetable, trip, date, run)
  return [{ ...first, departure, everyMinutes: Math.round(run.every.headway / 60), everyUntil: last.board.at }]
}

function offerOf(timetable: Timetable, pattern: Pattern, span: Span): Offer {
  const between = pattern.stops.subarray(span.board + 1, span.alight)
  const via = Array.from(between, (stop) => timetable.stops[stop]?.name ?? '')
  return { timetable, pattern, span, via, price: patternFare(timetable, pattern, span.board, span.alight) }
}

function flagsOf(timetable: Timetable, id: string): Uint8Array | undefined {
  const place = placeOf([timetable], id)
  if (!place) return undefined
  const flags = new Uint8Array(timetable.stops.length)
  for (const stop of place.stops) flags[must(timetable.stopIndex.get(stop), 'stop of place')] = 1
  return flags
}

const hour = 3_600_000
/** Clocks stand between 12 h behind and 14 h ahead of UTC: instants that may fall on a local day somewhere. */
const mayFallOn = (instant: Instant, day: Day): boolean =>
  instant >= (day * 24 - 14) * hour && instant < (day * 24 + 36) * hour

/** The rides of one pattern on the local date, given its service dates with a flag for each service that runs. */
function ridesOn(offer: Offer, day: Day, dates: readonly { date: Day; active: Uint8Array }[]): Ride[] {
  const { timetable, pattern, span } = offer
  const { trips, timings } = timetable
  const agencyZone = pattern.route.agency.zone
  const zone = timetable.stops[pattern.stops[span.board] ?? 0]?.zone ?? agencyZone
  const rides: Ride[] = []
  for (const { date, active } of dates) {
    const midnight = instantOf(date, 0, agencyZone)
    for (let trip = pattern.firstTrip; trip < pattern.endTrip; trip += 1) {
      if (!active[trips.service[trip] ?? 0]) continue
      const boarding = timings.departure[(timings.offset[trips.timing[trip] ?? 0] ?? 0) + span.board] ?? 0
      for (const run of runsOfTrip(timetable, trip)) {
        const at = midnight + (run.start + boarding) * 1000
        if (run.every) rides.push(...windowRides(offer, trip, date, run, day))
        else if (mayFallOn(at, day) && localDay(at, zone) === day) rides.push(rideOf(offer, trip, date, run))
      }
    }
  }
  return rides
}

function ridesIn(timetable: Timetable, { from, to, day, passengers }: RideQuery): Ride[] {
  const [fromFlags, toFlags] = [flagsOf(timetable, from), flagsOf(timetable, to)]
  if (!fromFlags || !toFlags) return []
  const dates = candidateDays(timetable, day).map((date) => ({ date, active: servicesOn(timetable, date) }))
  return timetable.patterns.flatMap((pattern) => {
    const span = pattern.vehicle.seats < passengers ? undefined : spanOn(pattern, fromFlags, toFlags)
    return span ? ridesOn(offerOf(timetable, pattern, span), day, dates) : []
  })
}

/**
 * Every ride between two places whose boarding falls on the local date at the boarding stop, one per departure, by
 * boarding, then arrival. Vehicles with fewer seats than passengers are left out; seats sold are not known here.
 */
export function searchRides(timetables: readonly Timetable[], query: RideQuery): Ride[] {
  if (query.from === query.to || feedOf(query.from) !== feedOf(query.to)) return []
  return timetables
    .filter((timetable) => timetable.feed === feedOf(query.from))
    .flatMap((timetable) => ridesIn(timetable, query))
    .sort((a, b) => a.board.at - b.board.at || a.alight.at - b.alight.at || (a.departure < b.departure ? -1 : 1))
}

export interface NextDayQuery {
  readonly from: string
  readonly to: string
  /** The first day looked at is the one after this. */
  readonly after: Day
  /** How many days to look at. */
  readonly within: number
  readonly passengers?: number
}

/** The first later day with a ride, and its first ride; undefined when there is none within so many days. */
export function nextDayWithRides(
  timetables: readonly Timetable[],
  { from, to, after, within, passengers = 1 }: NextDayQuery,
): { day: Day; first: Ride } | undefined {
  for (let day = after + 1; day <= after + within; day += 1) {
    const [first] = searchRides(timetables, { from, to, day, passengers })
    if (first) return { day, first }
  }
  return undefined
}
