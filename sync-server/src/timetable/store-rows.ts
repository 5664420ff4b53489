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
  StopTimeRow,
  TripRow,
  VehicleRow,
} from 'shared/timetable/gtfs/rows.ts'
import { statement } from '../db/statement.ts'

/** What a row is in SQL: booleans as 0 and 1, lists as JSON. */
export type Stored<R> = {
  readonly [K in keyof R]: R[K] extends boolean ? number : R[K] extends readonly unknown[] ? string : R[K]
}

/** A row to be written; `of` is the version it belongs to. */
type Of<R> = Stored<R> & { readonly of: string }
type Columns<R> = readonly (readonly [keyof R & string, string])[]

/** The statements of one table whose rows stand under a version. Columns: name in the row, name in SQL. */
function feedTable<R extends object>(table: string, columns: Columns<R>, order: readonly string[]) {
  const selected = Object.fromEntries(columns)
  return {
    put: statement<Of<R>>((k, p) => {
      const values = columns.map(([field, column]) => [column, p(field)])
      return k(table).insert({ version: p('of'), ...Object.fromEntries(values) })
    }),
    list: statement<{ of: string }, Stored<R>>((k, p) =>
      k(table)
        .select(selected)
        .where({ version: p('of') })
        .orderBy([...order]),
    ),
    clear: statement<{ of: string }>((k, p) =>
      k(table)
        .where({ version: p('of') })
        .delete(),
    ),
  }
}

const same = <F extends string>(...fields: F[]) => fields.map((field): readonly [F, string] => [field, field])
const period = [['from', 'valid_from'] as const, ['to', 'valid_to'] as const]

export const infos = feedTable<FeedInfoRow>(
  'feed_info',
  [...same('publisher', 'language'), ...period, ['version', 'label']],
  ['version'],
)
export const agencies = feedTable<AgencyRow>('agency', same('id', 'name', 'url', 'zone', 'phone'), ['id'])
export const stops = feedTable<StopRow>(
  'stop',
  [
    ...same('id', 'name', 'code', 'platform', 'lat', 'lon', 'parent', 'zone'),
    ['zoneId', 'zone_id'],
    ['locationType', 'location_type'],
  ],
  ['id'],
)
export const routes = feedTable<RouteRow>('route', same('id', 'agency', 'short', 'long', 'type', 'colour'), ['id'])
export const services = feedTable<ServiceRow>('service', [...same('id', 'weekdays'), ...period], ['id'])
export const exceptions = feedTable<ServiceExceptionRow>('service_exception', same('service', 'day', 'runs'), [
  'service',
  'day',
])
export const frequencies = feedTable<FrequencyRow>(
  'frequency',
  [...same('trip', 'headway', 'exact'), ['start', 'starts'], ['end', 'ends']],
  ['trip', 'starts'],
)
export const fares = feedTable<FareRow>(
  'fare_product',
  [...same('id', 'amount', 'currency', 'transfers', 'agency'), ['paymentMethod', 'payment_method']],
  ['id'],
)
/** Rules and vehicles have no key of their own: they keep the order of the feed. */
export const fareRules = feedTable<FareRuleRow & { position: number }>(
  'fare_rule',
  same('position', 'fare', 'route', 'origin', 'destination', 'contains'),
  ['position'],
)
export const vehicles = feedTable<VehicleRow & { position: number }>(
  'vehicle',
  [...same('position', 'trip', 'route', 'amenities'), ['seatMap', 'seat_map']],
  ['position'],
)
export const trips = feedTable<TripRow>(
  'trip',
  same('id', 'route', 'service', 'headsign', 'direction', 'block', 'unusable'),
  ['id'],
)
const stopTimeColumns: Columns<StopTimeRow> = [
  ...same('trip', 'sequence', 'stop', 'arrival', 'departure', 'approximate', 'pickup', 'headsign', 'distance'),
  ['dropOff', 'drop_off'],
]
export const stopTimes = feedTable<StopTimeRow>('stop_time', stopTimeColumns, ['trip', 'sequence'])

/** Stop times of the trips from `first` to `last`, both included. */
export const stopTimesBetween = statement<{ of: string; first: string; last: string }, Stored<StopTimeRow>>((k, p) =>
  k('stop_time')
    .select(Object.fromEntries(stopTimeColumns))
    .where({ version: p('of') })
    .where('trip', '>=', p('first'))
    .where('trip', '<=', p('last'))
    .orderBy(['trip', 'sequence']),
)

/** Some trips of a version, and their stop times: a large version goes piece by piece. */
const someTrips = 200
const clearSome = (table: string, trip: string) =>
  statement<{ of: string }>((k, p) =>
    k(table)
      .where({ version: p('of') })
      .whereIn(
        trip,
        k('trip')
          .select('id')
          .where({ version: p('of') })
          .orderBy('id')
          .limit(someTrips),
      )
      .delete(),
  )
export const clearSomeStopTimes = clearSome('stop_time', 'trip')
export const clearSomeTrips = clearSome('trip', 'id')

/** In the order in which they are cleared: a version with an agency is not yet cleared. */
export const smallTables = [
  infos,
  stops,
  routes,
  services,
  exceptions,
  frequencies,
  fares,
  fareRules,
  vehicles,
  agencies,
]
