import type { Day } from '../base/instants.ts'
import { must } from '../base/result.ts'
import { spanOf } from './calendar.ts'
import { deltas } from './columns.ts'
import type { FareRuleRow, FeedRows, FrequencyRow, ServiceExceptionRow, ServiceRow } from './gtfs/rows.ts'
import type { PackFare, PackFareRule, PackFrequency, PackService } from './pack-format.ts'

/** The span of a service that exists only by its days. */
const within = (days: readonly Day[]): { from: Day; to: Day } => ({
  from: days.reduce((a, b) => Math.min(a, b), days[0] ?? 0),
  to: days.reduce((a, b) => Math.max(a, b), days[0] ?? 0),
})

/** Services that run on the same days become one. */
export function packServices(services: Iterable<ServiceRow>, exceptions: Iterable<ServiceExceptionRow>) {
  const changed = new Map<string, { added: Day[]; removed: Day[] }>()
  for (const { service, day, runs } of exceptions) {
    const days = changed.get(service) ?? { added: [], removed: [] }
    changed.set(service, days)
    ;(runs ? days.added : days.removed).push(day)
  }
  const rows: PackService[] = []
  const spans: ([Day, Day] | undefined)[] = []
  const known = new Map<string, number>()
  const serviceIndex = new Map<string, number>()
  const given = [...services]
  const named = new Set(given.map((service) => service.id))
  for (const [id, { added }] of changed) if (!named.has(id)) given.push({ id, weekdays: 0, ...within(added) })
  for (const { id, weekdays, from, to } of given) {
    const { added = [], removed = [] } = changed.get(id) ?? {}
    const sorted = (days: readonly Day[]): Day[] => [...new Set(days)].sort((a, b) => a - b)
    const row: PackService = {
      weekdays,
      from,
      to,
      ...(added.length > 0 && { added: deltas(sorted(added)) }),
      ...(removed.length > 0 && { removed: deltas(sorted(removed)) }),
    }
    const key = JSON.stringify(row)
    const index = known.get(key) ?? rows.length
    serviceIndex.set(id, index)
    if (known.has(key)) continue
    known.set(key, index)
    rows.push(row)
    spans.push(spanOf({ weekdays, from, to, added: new Set(added), removed: new Set(removed) }))
  }
  return { services: { rows, spans }, serviceIndex }
}

/** Frequencies of trips that are in the pack. */
export const packFrequencies = (rows: Iterable<FrequencyRow>, trips: ReadonlyMap<string, number>): PackFrequency[] =>
  [...rows]
    .flatMap(({ trip, start, end, headway, exact }) => {
      const index = trips.get(trip)
      return index === undefined ? [] : [{ trip: index, start, end, headway, exact }]
    })
    .sort((a, b) => a.trip - b.trip || a.start - b.start)

interface Indexes {
  readonly agencyIndex: ReadonlyMap<string, number>
  readonly routeIndex: ReadonlyMap<string, number>
}

/** Rows of one fare that differ only in contains_id become one rule with all those zones. */
function packRules(
  rows: Iterable<FareRuleRow>,
  fares: ReadonlyMap<string, number>,
  routes: ReadonlyMap<string, number>,
) {
  const rules = new Map<string, PackFareRule & { zones: string[] }>()
  for (const { fare, route, origin, destination, contains } of rows) {
    const key = JSON.stringify([fare, route, origin, destination, contains === null])
    const rule = rules.get(key) ?? {
      fare: must(fares.get(fare), `fare ${fare}`),
      ...(route !== null && { route: must(routes.get(route), `route ${route}`) }),
      ...(origin !== null && { origin }),
      ...(destination !== null && { destination }),
      zones: [],
    }
    rules.set(key, rule)
    if (contains !== null) rule.zones.push(contains)
  }
  return [...rules.values()].map(({ zones, ...rule }): PackFareRule => {
    return zones.length > 0 ? { ...rule, contains: [...new Set(zones)].sort() } : rule
  })
}

export function packFares(rows: FeedRows, { agencyIndex, routeIndex }: Indexes, local: (id: string) => string) {
  const given = [...rows.fares]
  const fares = given.map((fare): PackFare => {
    const agency = fare.agency === null ? undefined : must(agencyIndex.get(fare.agency), `agency ${fare.agency}`)
    const { amount, currency } = fare
    return { id: local(fare.id), amount, currency, ...(agency !== undefined && { agency }) }
  })
  const fareIndex = new Map(given.map((fare, i) => [fare.id, i]))
  return { fares, fareRules: packRules(rows.fareRules, fareIndex, routeIndex) }
}
