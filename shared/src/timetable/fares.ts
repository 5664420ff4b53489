import { money, minorDigits } from '../base/money.ts'
import { metresBetween } from './geometry.ts'
import type { PackFare, PackFareRule } from './pack-format.ts'
import type { Pattern, Timetable } from './pack.ts'
import type { Departure, Fare } from './timetable.ts'

/**
 * The default tariff, for rides no rule of the feed matches: a base and a price per kilometre, in whole currency
 * units, rounded up to a step that people pay there. Roughly what coaches cost in the currency's home.
 */
interface Tariff {
  readonly base: number
  readonly perKm: number
  readonly step: number
}
const tariffs: Readonly<Record<string, Tariff>> = {
  EUR: { base: 1, perKm: 0.08, step: 0.1 },
  USD: { base: 1.5, perKm: 0.09, step: 0.25 },
  GBP: { base: 1, perKm: 0.08, step: 0.1 },
  CHF: { base: 2, perKm: 0.15, step: 0.1 },
  PLN: { base: 4, perKm: 0.25, step: 0.5 },
  CZK: { base: 15, perKm: 1.2, step: 1 },
  SEK: { base: 15, perKm: 0.9, step: 1 },
  NOK: { base: 20, perKm: 1.2, step: 1 },
  DKK: { base: 12, perKm: 0.7, step: 1 },
  HUF: { base: 200, perKm: 22, step: 10 },
  RON: { base: 4, perKm: 0.35, step: 0.5 },
  TRY: { base: 30, perKm: 2.2, step: 1 },
  INR: { base: 10, perKm: 1.5, step: 1 },
  PHP: { base: 15, perKm: 2.5, step: 1 },
  JPY: { base: 200, perKm: 12, step: 10 },
  KRW: { base: 1500, perKm: 90, step: 100 },
  BRL: { base: 5, perKm: 0.35, step: 0.05 },
  MXN: { base: 15, perKm: 1.3, step: 1 },
  CAD: { base: 2, perKm: 0.13, step: 0.05 },
  AUD: { base: 2, perKm: 0.13, step: 0.1 },
}

/** The stated tariff of a currency; one that is not listed takes the numbers of EUR in its own unit. */
export const tariffOf = (currency: string): Tariff => tariffs[currency] ?? { base: 1, perKm: 0.08, step: 0.1 }

/** The price of a distance by the default tariff, whole minor units. */
export function tariffAmount(metres: number, currency: string): number {
  const { base, perKm, step } = tariffOf(currency)
  const minor = 10 ** minorDigits(currency)
  const inSteps = Math.ceil((base + (perKm * metres) / 1000) / step - 1e-9)
  return Math.round(inSteps * step * minor)
}

interface Passage {
  readonly route: string
  readonly agency: string
  readonly origin: string
  readonly destination: string
  /** Fare zones of all calls of the ride, sorted, each once. */
  readonly passed: readonly string[]
}

function matches(timetable: Timetable, rule: PackFareRule, ride: Passage): boolean {
  if (rule.route !== undefined && timetable.routes[rule.route]?.id !== ride.route) return false
  if (rule.origin !== undefined && rule.origin !== ride.origin) return false
  if (rule.destination !== undefined && rule.destination !== ride.destination) return false
  const zones = rule.contains
  return !zones || (zones.length === ride.passed.length && zones.every((zone, i) => zone === ride.passed[i]))
}

const rulesByFare = new WeakMap<Timetable, ReadonlyMap<number, readonly PackFareRule[]>>()

function rulesOf(timetable: Timetable, fare: number): readonly PackFareRule[] {
  const known = rulesByFare.get(timetable)
  if (known) return known.get(fare) ?? []
  const rules = new Map<number, PackFareRule[]>(timetable.fares.map((_, index) => [index, []]))
  for (const rule of timetable.fareRules) rules.get(rule.fare)?.push(rule)
  rulesByFare.set(timetable, rules)
  return rules.get(fare) ?? []
}

/** The cheapest fare of the feed, in the feed's currency, that matches (GTFS Fares v1). */
function feedFare(timetable: Timetable, ride: Passage): PackFare | undefined {
  let cheapest: PackFare | undefined
  timetable.fares.forEach((fare, index) => {
    if (fare.currency !== timetable.currency || (cheapest && cheapest.amount <= fare.amount)) return
    if (fare.agency !== undefined && timetable.agencies[fare.agency]?.id !== ride.agency) return
    const rules = rulesOf(timetable, index)
    if (rules.length === 0 || rules.some((rule) => matches(timetable, rule, ride))) cheapest = fare
  })
  return cheapest
}

interface Travelled {
  readonly route: string
  readonly agency: string
  /** Fare zone of each call of the ride, in order; '' where the feed names none. */
  readonly zones: readonly string[]
  readonly metres: () => number
}

function price(timetable: Timetable, { route, agency, zones, metres }: Travelled): Fare {
  const ride = {
    route,
    agency,
    origin: zones[0] ?? '',
    destination: zones.at(-1) ?? '',
    passed: [...new Set(zones)].sort(),
  }
  const fare = feedFare(timetable, ride)
  if (fare) return { money: money(fare.amount, fare.currency), source: 'feed' }
  return { money: money(tariffAmount(metres(), timetable.currency), timetable.currency), source: 'tariff' }
}

/** The fare of one adult from one position of a pattern to another. */
export function patternFare(timetable: Timetable, pattern: Pattern, board: number, alight: number): Fare {
  const stops = Array.from(pattern.stops.subarray(board, alight + 1), (index) => timetable.stops[index])
  const { metres } = pattern
  return price(timetable, {
    route: pattern.route.id,
    agency: pattern.route.agency.id,
    zones: stops.map((stop) => stop?.fareZone ?? ''),
    metres: () => (metres ? (metres[alight] ?? 0) - (metres[board] ?? 0) : along(stops)),
  })
}

/** Great circles from stop to stop. */
function along(stops: readonly ({ lat: number; lon: number } | undefined)[]): number {
  let sum = 0
  for (let i = 1; i < stops.length; i += 1) {
    const [a, b] = [stops[i - 1], stops[i]]
    if (a && b) sum += metresBetween(a, b)
  }
  return sum
}

/**
 * The fare of one adult for a ride, by positions in the departure's list of stops. Works also for a departure that
 * was frozen under an earlier version of the feed, by what this version knows of its stops and route.
 */
export function fareOf(timetable: Timetable, departure: Departure, board: number, alight: number): Fare {
  const stops = departure.calls.map((call) => timetable.stopIndex.get(call.stop))
  const pattern = timetable.patterns.find(
    (each) =>
      each.route.id === departure.route.id &&
      each.stops.length === stops.length &&
      each.stops.every((stop, i) => stop === stops[i]),
  )
  if (pattern) return patternFare(timetable, pattern, board, alight)
  const calls = departure.calls.slice(board, alight + 1)
  return price(timetable, {
    route: departure.route.id,
    agency: departure.agency.id,
    zones: calls.map((call) => timetable.stops[timetable.stopIndex.get(call.stop) ?? -1]?.fareZone ?? ''),
    metres: () => along(calls),
  })
}
