import { type Amenity, amenities } from 'shared/timetable/timetable.ts'
import type { FeedRows, TripRow } from 'shared/timetable/gtfs/rows.ts'
import type { Reader } from '../db/transact.ts'
import { StopTimeColumns } from './stop-time-columns.ts'
import * as store from './store-rows.ts'

const tripsAtOnce = 500

/** All rows of a version as `buildPack` reads them; stop times of unusable trips are left out. */
export async function feedRows(
  reader: Reader,
  version: { readonly id: string; readonly feed: string; readonly currency: string },
): Promise<FeedRows> {
  const of = { of: version.id }
  const trips = (await reader.all(store.trips.list, of)).map(tripRow)
  return {
    feed: version.feed,
    currency: version.currency,
    info: (await reader.get(store.infos.list, of)) ?? null,
    agencies: await reader.all(store.agencies.list, of),
    stops: await reader.all(store.stops.list, of),
    routes: await reader.all(store.routes.list, of),
    trips,
    stopTimes: await stopTimes(reader, version.id, trips),
    services: await reader.all(store.services.list, of),
    exceptions: (await reader.all(store.exceptions.list, of)).map((e) => ({ ...e, runs: e.runs === 1 })),
    frequencies: (await reader.all(store.frequencies.list, of)).map((f) => ({ ...f, exact: f.exact === 1 })),
    fares: await reader.all(store.fares.list, of),
    fareRules: await reader.all(store.fareRules.list, of),
    vehicles: (await reader.all(store.vehicles.list, of)).map((v) => ({ ...v, amenities: amenitiesOf(v.amenities) })),
  }
}

const tripRow = (row: store.Stored<TripRow>): TripRow => ({ ...row, unusable: row.unusable === 1 })

function amenitiesOf(json: string): Amenity[] {
  const named: unknown = JSON.parse(json)
  return Array.isArray(named) ? amenities.filter((amenity) => named.includes(amenity)) : []
}

async function stopTimes(reader: Reader, of: string, trips: readonly TripRow[]): Promise<StopTimeColumns> {
  const unusable = new Set(trips.filter((trip) => trip.unusable).map((trip) => trip.id))
  const columns = new StopTimeColumns()
  for (let at = 0; at < trips.length; at += tripsAtOnce) {
    const [first, last] = [trips[at], trips[Math.min(at + tripsAtOnce, trips.length) - 1]]
    if (!first || !last) continue
    for (const row of await reader.all(store.stopTimesBetween, { of, first: first.id, last: last.id }))
      if (!unusable.has(row.trip)) columns.add(row)
  }
  return columns
}
