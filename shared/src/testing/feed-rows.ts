import type { Day, ServiceTime } from '../base/instants.ts'
import type {
  FeedRows,
  FrequencyRow,
  ServiceExceptionRow,
  StopRow,
  StopTimeRow,
  TripRow,
} from '../timetable/gtfs/rows.ts'
import type { PickupType } from '../timetable/timetable.ts'

/** A call as a test writes it: stop, arrival, and what differs from the usual. */
export interface CallDraft {
  readonly stop: string
  readonly at: ServiceTime
  readonly wait?: number
  readonly pickup?: PickupType
  readonly dropOff?: PickupType
  readonly distance?: number
  readonly approximate?: boolean
}

export interface TripDraft {
  readonly id: string
  readonly service: string
  readonly calls: readonly CallDraft[]
  readonly route?: string
  readonly headsign?: string
  readonly unusable?: boolean
}

export interface ServiceDraft {
  readonly id: string
  readonly weekdays: number
  readonly from: Day
  readonly to: Day
  readonly added?: readonly Day[]
  readonly removed?: readonly Day[]
}

export interface FeedDraft {
  readonly stops: readonly (Partial<StopRow> & { id: string })[]
  readonly trips: readonly TripDraft[]
  readonly services: readonly ServiceDraft[]
  readonly frequencies?: readonly FrequencyRow[]
  readonly zone?: string
  readonly fares?: FeedRows['fares']
  readonly fareRules?: FeedRows['fareRules']
  readonly vehicles?: FeedRows['vehicles']
  readonly currency?: string
}

const id = (local: string): string => `t:${local}`

/** Rows of a small feed `t` with one agency; ids in the draft come without the feed. */
export function feedRowsOf(draft: FeedDraft): FeedRows {
  const trips = [...draft.trips].sort((a, b) => (a.id < b.id ? -1 : 1))
  const routes = [...new Set(trips.map((trip) => trip.route ?? 'r'))]
  const exceptions = draft.services.flatMap(({ id: service, added = [], removed = [] }): ServiceExceptionRow[] => [
    ...added.map((day) => ({ service: id(service), day, runs: true })),
    ...removed.map((day) => ({ service: id(service), day, runs: false })),
  ])
  return {
    feed: 't',
    currency: draft.currency ?? 'EUR',
    info: null,
    agencies: [{ id: id('a'), name: 'Agency', url: '', zone: draft.zone ?? 'Europe/Vilnius', phone: null }],
    stops: draft.stops.map((stop, i) => ({
      name: stop.id,
      code: null,
      platform: null,
      lat: 54 + i / 10,
      lon: 25,
      zoneId: null,
      locationType: 0,
      zone: null,
      ...stop,
      id: id(stop.id),
      parent: stop.parent ? id(stop.parent) : null,
    })),
    routes: routes.map((route) => ({ id: id(route), agency: id('a'), short: route, long: '', type: 3, colour: null })),
    trips: trips.map((trip): TripRow => ({
      id: id(trip.id),
      route: id(trip.route ?? 'r'),
      service: id(trip.service),
      headsign: trip.headsign ?? '',
      direction: null,
      block: null,
      unusable: trip.unusable ?? false,
    })),
    stopTimes: trips.flatMap((trip) =>
      trip.calls.map((call, i): StopTimeRow => ({
        trip: id(trip.id),
        sequence: i * 10,
        stop: id(call.stop),
        arrival: call.at,
        departure: call.at + (call.wait ?? 0),
        approximate: call.approximate ?? false,
        pickup: call.pickup ?? 0,
        dropOff: call.dropOff ?? 0,
        headsign: null,
        distance: call.distance ?? null,
      })),
    ),
    services: draft.services.map(({ id: service, weekdays, from, to }) => ({ id: id(service), weekdays, from, to })),
    exceptions,
    frequencies: (draft.frequencies ?? []).map((frequency) => ({ ...frequency, trip: id(frequency.trip) })),
    fares: draft.fares ?? [],
    fareRules: draft.fareRules ?? [],
    vehicles: draft.vehicles ?? [],
  }
}
