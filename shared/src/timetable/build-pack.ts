import type { Day } from '../base/instants.ts'
import { must } from '../base/result.ts'
import { deltas, packIds } from './columns.ts'
import { packFrequencies, packFares, packServices } from './build-calendar.ts'
import { packStops } from './build-stops.ts'
import { gatherTrips, type Journey } from './build-trips.ts'
import type { FeedRows } from './gtfs/rows.ts'
import { packFormat, packVersion, type Pack, type PackPatterns, type PackTimings } from './pack-format.ts'

function packPatterns(groups: readonly (readonly Journey[])[], metres: boolean): PackPatterns {
  const patterns: PackPatterns = {
    route: [],
    headsign: [],
    vehicle: [],
    stops: [],
    pickup: {},
    dropOff: {},
    metres: {},
  }
  groups.forEach(([first], i) => {
    const journey = must(first, 'journey of pattern')
    patterns.route.push(journey.route)
    patterns.headsign.push(journey.headsign)
    patterns.vehicle.push(journey.vehicle)
    patterns.stops.push(deltas(journey.stops))
    if (/[1-3]/.test(journey.pickup)) patterns.pickup[i] = journey.pickup
    if (/[1-3]/.test(journey.dropOff)) patterns.dropOff[i] = journey.dropOff
    if (metres && journey.metres) patterns.metres[i] = journey.metres
  })
  return patterns
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b))

/** The distinct timings of the journeys, in order of first use, and the one each journey has. */
function packTimings(journeys: readonly Journey[]): { timings: PackTimings; used: number[] } {
  const all = journeys.flatMap((journey) => [journey.start, ...journey.runs, ...journey.waits])
  const step = all.reduce(commonDivisor, 0) || 60
  const timings: PackTimings = { step, runs: [], waits: {}, approximate: {} }
  const known = new Map<string, number>()
  const used = journeys.map((journey) => {
    const key = `${journey.runs.join()};${journey.waits.join()};${journey.approximate.join()}`
    const seen = known.get(key)
    if (seen !== undefined) return seen
    const index = timings.runs.length
    known.set(key, index)
    timings.runs.push(journey.runs.map((run) => run / step))
    const waits = journey.waits.flatMap((wait, stop) => (wait > 0 ? [stop, wait / step] : []))
    if (waits.length > 0) timings.waits[index] = waits
    if (journey.approximate.length > 0) timings.approximate[index] = [...journey.approximate]
    return index
  })
  return { timings, used }
}

/** Trips by pattern; within one by service, then start, then id. */
function groupByPattern(journeys: readonly Journey[]): Journey[][] {
  const groups = new Map<string, Journey[]>()
  for (const journey of journeys) {
    const key = [
      journey.route,
      journey.headsign,
      journey.vehicle,
      journey.pickup,
      journey.dropOff,
      ...journey.stops,
    ].join()
    const group = groups.get(key)
    if (group) group.push(journey)
    else groups.set(key, [journey])
  }
  const sorted = [...groups.values()]
  for (const group of sorted) {
    group.sort((a, b) => a.service - b.service || a.start - b.start || (a.id < b.id ? -1 : 1))
  }
  return sorted.sort(([a], [b]) => (a?.route ?? 0) - (b?.route ?? 0) || (a?.headsign ?? 0) - (b?.headsign ?? 0))
}

export interface PackOptions {
  /** Hash of the feed. */
  readonly source: string
  /** What people call the feed; else its publisher, else its first agency. */
  readonly name?: string
}

/**
 * The pack of a feed: the same rows give the same pack, byte for byte. Trips marked unusable are left out.
 * @throws Error when a row names another that is not there: the importer refuses such a feed.
 */
export function buildPack(rows: FeedRows, { source, name }: PackOptions): Pack {
  const local = (id: string): string => id.slice(rows.feed.length + 1)
  const agencies = [...rows.agencies]
  const routes = [...rows.routes]
  const agencyIndex = new Map(agencies.map((agency, i) => [agency.id, i]))
  const routeIndex = new Map(routes.map((route, i) => [route.id, i]))
  const { stops, stopIndex, points } = packStops([...rows.stops], local, agencies[0]?.zone ?? 'UTC')
  const { services, serviceIndex } = packServices(rows.services, rows.exceptions)
  const gathered = gatherTrips(rows, { routeIndex, stopIndex, serviceIndex, points })
  const groups = groupByPattern(gathered.journeys)
  const journeys = groups.flat()
  const tripIndex = new Map(journeys.map((journey, i) => [journey.id, i]))
  const { timings, used } = packTimings(journeys)
  const frequencies = packFrequencies(rows.frequencies, tripIndex)
  const lastOf = journeys.map((journey) => journey.duration)
  const runs = [
    ...journeys.map((journey) => journey.start + journey.duration),
    ...frequencies.map((frequency) => frequency.end + (lastOf[frequency.trip] ?? 0)),
  ]
  const spans = [...new Set(journeys.map((journey) => journey.service))].map((at) => services.spans[at])
  const days = spans.flatMap((span): readonly Day[] => span ?? [])
  return {
    format: packFormat,
    version: packVersion,
    feed: rows.feed,
    source,
    name: name ?? rows.info?.publisher ?? agencies[0]?.name ?? rows.feed,
    currency: rows.currency,
    zone: agencies[0]?.zone ?? 'UTC',
    valid: [least(days) ?? 0, most(days) ?? 0],
    longest: most(runs) ?? 0,
    agencies: agencies.map((agency) => ({
      id: local(agency.id),
      name: agency.name,
      zone: agency.zone,
      ...(agency.url && { url: agency.url }),
      ...(agency.phone && { phone: agency.phone }),
    })),
    stops,
    routes: {
      id: packIds(routes.map((route) => local(route.id))),
      short: routes.map((route) => route.short),
      long: routes.map((route) => route.long),
      agency: routes.map((route) => must(agencyIndex.get(route.agency), `agency ${route.agency}`)),
      colour: routes.map((route) => route.colour ?? ''),
    },
    headsigns: gathered.headsigns,
    vehicles: gathered.vehicles,
    patterns: packPatterns(groups, gathered.hasMetres),
    timings,
    services: services.rows,
    trips: {
      id: packIds(journeys.map((journey) => local(journey.id))),
      perPattern: groups.map((group) => group.length),
      service: deltas(journeys.map((journey) => journey.service)),
      start: deltas(journeys.map((journey) => journey.start / timings.step)),
      timing: deltas(used),
    },
    frequencies,
    ...packFares(rows, { agencyIndex, routeIndex }, local),
  }
}

const least = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((a, b) => Math.min(a, b))
const most = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b))
