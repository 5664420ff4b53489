import type { Day, ServiceTime } from '../base/instants.ts'
import type { Service } from './calendar.ts'
import { isObject, UnreadablePack, type IdColumn } from './columns.ts'
import { openAgencies, openPatterns, openRoutes, openStops, openTimings, openVehicles } from './open-lines.ts'
import { openFares, openFrequencies, openServices, openTrips, textOf, wholeOf } from './open-trips.ts'
import { packFormat, packVersion, type PackFare, type PackFareRule, type PackFrequency } from './pack-format.ts'
import { openPlaces } from './open-places.ts'
import type { AgencyName, Amenity, Place, RouteName } from './timetable.ts'

export { UnreadablePack } from './columns.ts'

export interface Agency extends AgencyName {
  readonly zone: string
}

export interface Route extends RouteName {
  readonly agency: Agency
}

export interface StopPoint {
  readonly id: string
  readonly name: string
  readonly lat: number
  readonly lon: number
  /** Index of its place. */
  readonly place: number
  readonly station: boolean
  readonly platform?: string
  /** stop_timezone, when it differs from the agency's. */
  readonly zone?: string
  readonly fareZone: string
}

export interface Vehicle {
  readonly seatMap: string
  readonly seats: number
  readonly amenities: readonly Amenity[]
}

/** What trips share: route, headsign, vehicle and stops. Its trips are `firstTrip` up to, not including, `endTrip`. */
export interface Pattern {
  readonly route: Route
  readonly headsign: string
  readonly vehicle: Vehicle
  readonly stops: Int32Array
  readonly pickup: Uint8Array
  readonly dropOff: Uint8Array
  /** Metres from the first stop to each, where the feed gave them. */
  readonly metres: Float64Array | undefined
  readonly firstTrip: number
  readonly endTrip: number
}

/** Times since the departure from the first stop, of all timings end to end; timing t starts at `offset[t]`. */
export interface Timings {
  readonly offset: Int32Array
  readonly arrival: Int32Array
  readonly departure: Int32Array
  readonly approximate: ReadonlyMap<number, ReadonlySet<number>>
}

/** Columns, sorted by pattern. */
export interface Trips {
  readonly count: number
  readonly ids: IdColumn
  readonly pattern: Int32Array
  readonly service: Int32Array
  /** Departure from the first stop. */
  readonly start: Int32Array
  readonly timing: Int32Array
}

/** An opened pack. Columns stay columns: a departure is computed when somebody asks for it. */
export interface Timetable {
  readonly feed: string
  /** Hash of the feed the pack was made from. */
  readonly source: string
  readonly name: string
  readonly currency: string
  readonly zone: string
  readonly validFrom: Day
  readonly validTo: Day
  readonly longest: ServiceTime
  readonly agencies: readonly Agency[]
  readonly routes: readonly Route[]
  readonly stops: readonly StopPoint[]
  /** Index of a stop by its id. */
  readonly stopIndex: ReadonlyMap<string, number>
  readonly places: readonly Place[]
  readonly patterns: readonly Pattern[]
  readonly timings: Timings
  readonly trips: Trips
  readonly services: readonly Service[]
  readonly frequencies: ReadonlyMap<number, readonly PackFrequency[]>
  readonly fares: readonly PackFare[]
  readonly fareRules: readonly PackFareRule[]
}

function parse(pack: unknown): unknown {
  if (typeof pack !== 'string' && !(pack instanceof Uint8Array)) return pack
  try {
    return JSON.parse(typeof pack === 'string' ? pack : new TextDecoder().decode(pack))
  } catch {
    throw new UnreadablePack('broken', 'The timetable pack is not JSON. Fetch it again.')
  }
}

/**
 * Opens a pack: its bytes (UTF-8 JSON), its text, or the parsed JSON.
 * @throws UnreadablePack when it is of another format version or broken.
 */
export function openPack(bytesOrJson: unknown): Timetable {
  const json = parse(bytesOrJson)
  if (!isObject(json) || json.format !== packFormat) {
    throw new UnreadablePack('broken', 'This is not a timetable pack.')
  }
  if (json.version !== packVersion) {
    const message = `The timetable pack has format version ${String(json.version)}; this app reads ${packVersion}. Update the app.`
    throw new UnreadablePack('version', message)
  }
  const feed = textOf(json, 'feed')
  const [from, to] = [wholeOf(json.valid, 0), wholeOf(json.valid, 1)]
  const agencies = openAgencies(json.agencies, feed)
  const routes = openRoutes(json.routes, feed, agencies)
  const stops = openStops(json.stops, feed)
  const { trips, bounds } = openTrips(json.trips, json.patterns)
  const services = openServices(json.services, trips)
  const patterns = openPatterns(json, { routes, stops, bounds, vehicles: openVehicles(json.vehicles) })
  const timings = openTimings(json.timings, patterns, trips)
  const frequencies = openFrequencies(json.frequencies, trips)
  return {
    feed,
    source: textOf(json, 'source'),
    name: textOf(json, 'name'),
    currency: textOf(json, 'currency'),
    zone: textOf(json, 'zone'),
    validFrom: from,
    validTo: to,
    longest: wholeOf([json.longest], 0),
    agencies,
    routes,
    stops,
    stopIndex: new Map(stops.map((stop, index) => [stop.id, index])),
    places: openPlaces(feed, stops, { patterns, trips, services, frequencies }),
    patterns,
    timings,
    trips,
    services,
    frequencies,
    ...openFares(json.fares, json.fareRules, { agencies, routes }),
  }
}
