import type { Day } from '../base/instants.ts'
import { must } from '../base/result.ts'
import { instantOf, localDay } from '../base/time.ts'
import { runsOn } from './calendar.ts'
import { feedOf, parseDepartureId } from './departure-id.ts'
import type { Pattern, Timetable } from './pack.ts'
import { candidateDays, runIdOf, runsOfTrip, servicesOn, tripIdOf, type Run } from './runs.ts'
import type { AgencyName, Call, Departure, DepartureLine, PickupType, RouteName } from './timetable.ts'

const tripIndexes = new WeakMap<Timetable, Map<string, number>>()

function tripIndex(timetable: Timetable, id: string): number | undefined {
  let index = tripIndexes.get(timetable)
  if (!index) {
    index = new Map(Array.from({ length: timetable.trips.count }, (_, trip) => [tripIdOf(timetable, trip), trip]))
    tripIndexes.set(timetable, index)
  }
  return index.get(id)
}

export { feedOf }

export const asPickup = (digit: number | undefined): PickupType =>
  digit === 1 || digit === 2 || digit === 3 ? digit : 0

export const routeName = ({ id, short, long, colour }: RouteName): RouteName => ({
  id,
  short,
  long,
  ...(colour !== undefined && { colour }),
})

export const agencyName = ({ id, name, phone, url }: AgencyName): AgencyName => ({
  id,
  name,
  ...(phone !== undefined && { phone }),
  ...(url !== undefined && { url }),
})

interface Dated {
  readonly pattern: Pattern
  readonly trip: number
  readonly day: Day
  readonly run: Run
}

/** The call of a dated run at a position of its pattern. */
export function callOf(timetable: Timetable, { pattern, trip, day, run }: Dated, index: number): Call {
  const { timings, trips } = timetable
  const timing = trips.timing[trip] ?? 0
  const at = (timings.offset[timing] ?? 0) + index
  const stop = must(timetable.stops[pattern.stops[index] ?? -1], 'stop of pattern')
  const { zone } = pattern.route.agency
  const arrival = run.start + (timings.arrival[at] ?? 0)
  const departure = run.start + (timings.departure[at] ?? 0)
  return {
    index,
    stop: stop.id,
    name: stop.name,
    ...(stop.platform !== undefined && { platform: stop.platform }),
    place: must(timetable.places[stop.place], 'place of stop').id,
    lat: stop.lat,
    lon: stop.lon,
    arrival,
    departure,
    arrivalAt: instantOf(day, arrival, zone),
    departureAt: instantOf(day, departure, zone),
    zone: stop.zone ?? zone,
    approximate: timings.approximate.get(timing)?.has(index) ?? false,
    pickup: asPickup(pattern.pickup[index]),
    dropOff: asPickup(pattern.dropOff[index]),
  }
}

const minutes = (run: Run): { everyMinutes?: number } =>
  run.every ? { everyMinutes: Math.round(run.every.headway / 60) } : {}

/** The departure of an id; undefined when no timetable held has the trip, or it does not run then. */
export function departureOf(timetables: readonly Timetable[], departureId: string): Departure | undefined {
  const name = parseDepartureId(departureId)
  const timetable = timetables.find((held) => held.feed === feedOf(departureId))
  const trip = timetable && name && tripIndex(timetable, name.trip)
  if (!timetable || !name || trip === undefined) return undefined
  const service = must(timetable.services[timetable.trips.service[trip] ?? 0], 'service of trip')
  if (!runsOn(service, name.day)) return undefined
  const run = runsOfTrip(timetable, trip).find((each) => (each.named ? each.start : undefined) === name.start)
  if (!run) return undefined
  const pattern = must(timetable.patterns[timetable.trips.pattern[trip] ?? 0], 'pattern of trip')
  const dated = { pattern, trip, day: name.day, run }
  return {
    id: runIdOf(timetable, trip, name.day, run),
    trip: name.trip,
    day: name.day,
    feed: timetable.feed,
    route: routeName(pattern.route),
    headsign: pattern.headsign,
    agency: agencyName(pattern.route.agency),
    calls: Array.from(pattern.stops, (_, index) => callOf(timetable, dated, index)),
    seatMap: pattern.vehicle.seatMap,
    amenities: pattern.vehicle.amenities,
    currency: timetable.currency,
    ...minutes(run),
  }
}

function lineOf(timetable: Timetable, dated: Dated): DepartureLine {
  const { pattern, trip, day, run } = dated
  const first = callOf(timetable, dated, 0)
  const last = callOf(timetable, dated, pattern.stops.length - 1)
  return {
    id: runIdOf(timetable, trip, day, run),
    trip: tripIdOf(timetable, trip),
    day,
    feed: timetable.feed,
    route: routeName(pattern.route),
    headsign: pattern.headsign,
    agency: agencyName(pattern.route.agency),
    first: { name: first.name, at: first.departureAt, zone: first.zone },
    last: { name: last.name, at: last.arrivalAt, zone: last.zone },
  }
}

/**
 * All departures that can be sold and leave their first stop on the local date, by time; of one agency when it is named.
 * What a conductor picks from.
 */
export function departuresOn(timetables: readonly Timetable[], day: Day, agency?: string): DepartureLine[] {
  const lines: DepartureLine[] = []
  for (const timetable of timetables) {
    for (const date of candidateDays(timetable, day)) {
      const active = servicesOn(timetable, date)
      for (const pattern of timetable.patterns) {
        if (agency !== undefined && pattern.route.agency.id !== agency) continue
        const { zone } = pattern.route.agency
        const firstStop = timetable.stops[pattern.stops[0] ?? 0]
        for (let trip = pattern.firstTrip; trip < pattern.endTrip; trip += 1) {
          if (!active[timetable.trips.service[trip] ?? 0]) continue
          for (const run of runsOfTrip(timetable, trip)) {
            const leaves = instantOf(date, run.start, zone)
            if (run.every || localDay(leaves, firstStop?.zone ?? zone) !== day) continue
            lines.push(lineOf(timetable, { pattern, trip, day: date, run }))
          }
        }
      }
    }
  }
  return lines.sort((a, b) => a.first.at - b.first.at || (a.id < b.id ? -1 : 1))
}
