import { must } from '../base/result.ts'
import { broken, integers, list, object, openIds, sparse, sums, text, texts, whole, type Json } from './columns.ts'
import type { Agency, Pattern, Route, StopPoint, Timings, Trips, Vehicle } from './pack.ts'
import { amenities, type Amenity } from './timetable.ts'

/** Reading the parts of a pack that describe lines: agencies, routes, stops, patterns, timings. */

const optional = <K extends string>(key: K, value: unknown): { [key in K]?: string } =>
  typeof value === 'string' && value !== '' ? (Object.fromEntries([[key, value]]) as { [key in K]?: string }) : {}

export const openAgencies = (value: unknown, feed: string): Agency[] =>
  list(value, 'agencies').map((entry) => {
    const agency = object(entry, 'agency')
    return {
      id: `${feed}:${text(agency.id, 'agency id')}`,
      name: text(agency.name, 'agency name'),
      zone: text(agency.zone, 'agency zone'),
      ...optional('phone', agency.phone),
      ...optional('url', agency.url),
    }
  })

export function openRoutes(value: unknown, feed: string, agencies: readonly Agency[]): Route[] {
  const columns = object(value, 'routes')
  const ids = openIds(columns.id, 'route ids')
  const { length } = ids
  const short = texts(columns.short, 'short names', length)
  const long = texts(columns.long, 'long names', length)
  const colour = texts(columns.colour, 'colours', length)
  const agency = integers(columns.agency, 'agencies of routes', { length, least: 0, below: agencies.length })
  return Array.from(agency, (at, i) => ({
    id: `${feed}:${ids.at(i)}`,
    short: short[i] ?? '',
    long: long[i] ?? '',
    ...optional('colour', colour[i]),
    agency: must(agencies[at], 'agency of route'),
  }))
}

export function openStops(value: unknown, feed: string): StopPoint[] {
  const columns = object(value, 'stops')
  const ids = openIds(columns.id, 'stop ids')
  const { length } = ids
  const names = texts(columns.name, 'stop names', length)
  const lat = sums(columns.lat, 'latitudes', { length, least: -9_000_000, below: 9_000_001 })
  const lon = sums(columns.lon, 'longitudes', { length, least: -18_000_000, below: 18_000_001 })
  const place = sums(columns.place, 'places of stops', { length, least: 0, below: Math.max(length, 1) })
  const stations = new Set(integers(columns.stations, 'stations', { least: 0, below: length }))
  const platform = sparse(columns.platform, 'platforms', length)
  const zone = sparse(columns.zone, 'zones of stops', length)
  const fareZone = sparse(columns.fareZone, 'fare zones', length)
  return names.map((name, i) => ({
    id: `${feed}:${ids.at(i)}`,
    name,
    lat: (lat[i] ?? 0) / 1e5,
    lon: (lon[i] ?? 0) / 1e5,
    place: place[i] ?? 0,
    station: stations.has(i),
    ...optional('platform', platform.get(i)),
    ...optional('zone', zone.get(i)),
    fareZone: text(fareZone.get(i) ?? '', 'fare zone'),
  }))
}

const isAmenity = (word: unknown): word is Amenity => amenities.some((known) => known === word)

/** Words this app does not know yet are left out: a newer server may name more. */
export const openVehicles = (value: unknown): Vehicle[] =>
  list(value, 'vehicles').map((entry) => {
    const vehicle = object(entry, 'vehicle')
    return {
      seatMap: text(vehicle.seatMap, 'seat map'),
      seats: whole(vehicle.seats, 'seats'),
      amenities: list(vehicle.amenities, 'amenities').filter(isAmenity),
    }
  })

function digits(value: unknown, length: number): Uint8Array {
  if (value === undefined) return new Uint8Array(length)
  const written = text(value, 'pickup types')
  if (written.length !== length || !/^[0-3]*$/.test(written)) broken('pickup types')
  return Uint8Array.from(written, Number)
}

function travelled(value: unknown, length: number): Float64Array | undefined {
  if (value === undefined) return undefined
  const pieces = integers(value, 'metres', { length: length - 1, least: 0 })
  const metres = new Float64Array(length)
  pieces.forEach((piece, i) => (metres[i + 1] = (metres[i] ?? 0) + piece))
  return metres
}

interface Parts {
  readonly routes: readonly Route[]
  readonly stops: readonly StopPoint[]
  readonly vehicles: readonly Vehicle[]
  /** Where the trips of each pattern begin, and the end. */
  readonly bounds: Int32Array
}

export function openPatterns(pack: Json, { routes, stops, vehicles, bounds }: Parts): Pattern[] {
  const columns = object(pack.patterns, 'patterns')
  const length = bounds.length - 1
  const headsigns = texts(pack.headsigns, 'headsigns')
  const route = integers(columns.route, 'routes of patterns', { length, least: 0, below: routes.length })
  const headsign = integers(columns.headsign, 'headsigns of patterns', { length, least: 0, below: headsigns.length })
  const vehicle = integers(columns.vehicle, 'vehicles of patterns', { length, least: 0, below: vehicles.length })
  const pickup = sparse(columns.pickup, 'pickup types', length)
  const dropOff = sparse(columns.dropOff, 'drop-off types', length)
  const metres = sparse(columns.metres, 'metres', length)
  return list(columns.stops, 'stops of patterns', length).map((entry, i) => {
    const visited = sums(entry, 'stops of a pattern', { least: 0, below: stops.length })
    if (visited.length < 2) broken('a pattern of one stop')
    const last = stops[visited[visited.length - 1] ?? 0]
    return {
      route: must(routes[route[i] ?? 0], 'route of pattern'),
      headsign: headsigns[headsign[i] ?? 0] || (last?.name ?? ''),
      vehicle: must(vehicles[vehicle[i] ?? 0], 'vehicle of pattern'),
      stops: visited,
      pickup: digits(pickup.get(i), visited.length),
      dropOff: digits(dropOff.get(i), visited.length),
      metres: travelled(metres.get(i), visited.length),
      firstTrip: bounds[i] ?? 0,
      endTrip: bounds[i + 1] ?? 0,
    }
  })
}

/** @throws UnreadablePack when a trip's timing and pattern have different numbers of stops. */
export function openTimings(value: unknown, patterns: readonly Pattern[], trips: Trips): Timings {
  const columns = object(value, 'timings')
  const step = whole(columns.step, 'step')
  const runs = list(columns.runs, 'runs').map((entry) => integers(entry, 'runs', { least: 0 }))
  const waits = sparse(columns.waits, 'waits', runs.length)
  const marked = sparse(columns.approximate, 'approximate times', runs.length)
  const offset = new Int32Array(runs.length + 1)
  runs.forEach((run, i) => (offset[i + 1] = (offset[i] ?? 0) + run.length + 1))
  const total = offset[runs.length] ?? 0
  const arrival = new Int32Array(total)
  const departure = new Int32Array(total)
  runs.forEach((run, i) => {
    const wait = integers(waits.get(i) ?? [], 'waits', { least: 0 })
    const start = offset[i] ?? 0
    for (let w = 0; w + 1 < wait.length; w += 2) {
      const stop = wait[w] ?? 0
      if (stop > run.length) broken('waits')
      departure[start + stop] = (wait[w + 1] ?? 0) * step
    }
    arrival[start] = -(departure[start] ?? 0)
    departure[start] = 0
    for (let k = 0; k < run.length; k += 1) {
      const at = start + k + 1
      arrival[at] = (departure[at - 1] ?? 0) + (run[k] ?? 0) * step
      departure[at] = (departure[at] ?? 0) + (arrival[at] ?? 0)
    }
  })
  for (let trip = 0; trip < trips.count; trip += 1) {
    const timing = runs[trips.timing[trip] ?? 0]
    const pattern = patterns[trips.pattern[trip] ?? 0]
    if (timing?.length !== (pattern?.stops.length ?? 0) - 1) broken('a trip whose times and stops differ in number')
    trips.start[trip] = (trips.start[trip] ?? 0) * step
  }
  const approximate = new Map(
    [...marked].map(([i, stops]) => [i, new Set(integers(stops, 'approximate times', { least: 0 }))]),
  )
  return { offset, arrival, departure, approximate }
}
