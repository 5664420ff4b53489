import type { Service } from './calendar.ts'
import { broken, integers, list, object, openIds, sums, text, texts, whole, type Json } from './columns.ts'
import type { Agency, Route, Trips } from './pack.ts'
import type { PackFare, PackFareRule, PackFrequency } from './pack-format.ts'

/** Reading the parts of a pack that say when and for how much: trips, calendars, frequencies, fares. */

export const textOf = (pack: Json, key: string): string => text(pack[key], key)
export const wholeOf = (value: unknown, index: number): number => whole(list(value, 'validity')[index], 'validity')

/** The trips, and where those of each pattern begin (one bound more than patterns). Starts are still in steps. */
export function openTrips(value: unknown, patterns: unknown): { trips: Trips; bounds: Int32Array } {
  const columns = object(value, 'trips')
  const ids = openIds(columns.id, 'trip ids')
  const count = ids.length
  const perPattern = integers(columns.perPattern, 'trips per pattern', { least: 0 })
  list(object(patterns, 'patterns').route, 'patterns', perPattern.length)
  const pattern = new Int32Array(count)
  const bounds = new Int32Array(perPattern.length + 1)
  perPattern.forEach((trips, i) => {
    const from = bounds[i] ?? 0
    if (from + trips > count) broken('trips per pattern')
    pattern.fill(i, from, from + trips)
    bounds[i + 1] = from + trips
  })
  if (bounds[perPattern.length] !== count) broken('trips per pattern')
  const trips = {
    count,
    ids,
    pattern,
    service: sums(columns.service, 'services of trips', { length: count, least: 0 }),
    start: sums(columns.start, 'starts of trips', { length: count, least: 0 }),
    timing: sums(columns.timing, 'timings of trips', { length: count, least: 0 }),
  }
  return { trips, bounds }
}

export function openServices(value: unknown, trips: Trips): Service[] {
  const services = list(value, 'services').map((entry) => {
    const service = object(entry, 'service')
    return {
      weekdays: whole(service.weekdays, 'weekdays'),
      from: whole(service.from, 'first day'),
      to: whole(service.to, 'last day'),
      added: new Set(sums(service.added ?? [], 'days added')),
      removed: new Set(sums(service.removed ?? [], 'days removed')),
    }
  })
  if (trips.service.some((service) => service >= services.length)) broken('services of trips')
  return services
}

export function openFrequencies(value: unknown, trips: Trips): Map<number, PackFrequency[]> {
  const byTrip = new Map<number, PackFrequency[]>()
  for (const entry of list(value, 'frequencies')) {
    const row = object(entry, 'frequency')
    const frequency = {
      trip: whole(row.trip, 'trip of frequency'),
      start: whole(row.start, 'start of frequency'),
      end: whole(row.end, 'end of frequency'),
      headway: whole(row.headway, 'headway'),
      exact: row.exact === true,
    }
    if (frequency.trip < 0 || frequency.trip >= trips.count || frequency.headway < 1) broken('frequencies')
    byTrip.set(frequency.trip, [...(byTrip.get(frequency.trip) ?? []), frequency])
  }
  return byTrip
}

const indexBelow = (value: unknown, below: number, what: string): number => {
  const index = whole(value, what)
  return index >= 0 && index < below ? index : broken(what)
}

interface Owners {
  readonly agencies: readonly Agency[]
  readonly routes: readonly Route[]
}

export function openFares(fareList: unknown, ruleList: unknown, { agencies, routes }: Owners) {
  const fares = list(fareList, 'fares').map((entry): PackFare => {
    const fare = object(entry, 'fare')
    return {
      id: text(fare.id, 'fare id'),
      amount: whole(fare.amount, 'fare amount'),
      currency: text(fare.currency, 'fare currency'),
      ...(fare.agency !== undefined && { agency: indexBelow(fare.agency, agencies.length, 'agency of fare') }),
    }
  })
  const fareRules = list(ruleList, 'fare rules').map((entry): PackFareRule => {
    const rule = object(entry, 'fare rule')
    return {
      fare: indexBelow(rule.fare, fares.length, 'fare of rule'),
      ...(rule.route !== undefined && { route: indexBelow(rule.route, routes.length, 'route of rule') }),
      ...(rule.origin !== undefined && { origin: text(rule.origin, 'origin') }),
      ...(rule.destination !== undefined && { destination: text(rule.destination, 'destination') }),
      ...(rule.contains !== undefined && { contains: texts(rule.contains, 'zones of rule') }),
    }
  })
  return { fares, fareRules }
}
