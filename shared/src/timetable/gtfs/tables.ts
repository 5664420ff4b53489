import type { Draft } from './draft.ts'
import type {
  AgencyRow,
  FareRow,
  FareRuleRow,
  FeedInfoRow,
  FrequencyRow,
  RouteRow,
  ServiceExceptionRow,
  ServiceRow,
  StopRow,
  VehicleRow,
} from './rows.ts'

/** Everything of a feed but trips and stop times: small, and handed over whole. */
export interface SmallTables {
  info: FeedInfoRow | null
  agencies: AgencyRow[]
  stops: StopRow[]
  routes: RouteRow[]
  services: ServiceRow[]
  exceptions: ServiceExceptionRow[]
  frequencies: FrequencyRow[]
  fares: FareRow[]
  fareRules: FareRuleRow[]
  vehicles: VehicleRow[]
}

/**
 * What is left of the draft, with every date moved.
 * @param shift days, a multiple of seven
 */
export function tablesOf(
  draft: Draft,
  shift: number,
  fareRules: readonly FareRuleRow[],
  vehicles: VehicleRow[],
): SmallTables {
  const { info } = draft
  const moved = (day: number | null) => (day === null ? null : day + shift)
  const services = [...draft.services.values()]
  const fares = [...draft.fares.values()]
  // A fare may have been dropped after some of its rules were read.
  const fareIds = new Set(fares.map((fare) => fare.id))
  return {
    info: info && { ...info, from: moved(info.from), to: moved(info.to) },
    agencies: [...draft.agencies.values()],
    stops: [...draft.stops.values()],
    routes: [...draft.routes.values()],
    services: services.map((s) => ({ id: s.id, weekdays: s.weekdays, from: s.from + shift, to: s.to + shift })),
    exceptions: services.flatMap((s) =>
      [...s.exceptions].map(([day, runs]) => ({ service: s.id, day: day + shift, runs })),
    ),
    frequencies: [...draft.trips.values()].flatMap((trip) => trip.frequencies),
    fares,
    fareRules: fareRules.filter((rule) => fareIds.has(rule.fare)),
    vehicles,
  }
}

/** What people call the feed: its only agency, else its publisher, else its slug. */
export const nameOf = ({ agencies, info }: SmallTables, slug: string): string =>
  (agencies.length === 1 ? agencies[0]?.name : info?.publisher) || slug

/** The most frequent text; the first of equals. */
export function commonest(texts: readonly string[]): string | null {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  let best: string | null = null
  for (const [text, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = text
  return best
}
