import { must } from 'shared/base/result.ts'
import { type FeedSink, readFeed } from 'shared/timetable/gtfs/feed.ts'
import type { FeedRows, StopTimeRow, TripRow } from 'shared/timetable/gtfs/rows.ts'
import type { SmallTables } from 'shared/timetable/gtfs/tables.ts'
import { seatCounts } from 'shared/timetable/vehicles.ts'
import { openFeed } from '../timetable/open-feed.ts'

export type Rows = FeedRows & { readonly stopTimes: readonly StopTimeRow[] }

/** All rows of a feed at a path, as `x`, without a database; rows at fault are left out. */
export async function readRows(path: string): Promise<Rows> {
  const trips: TripRow[] = []
  const stopTimes: StopTimeRow[] = []
  let tables: SmallTables | undefined
  const sink: FeedSink = {
    begin: async () => {},
    async putTrips(some, times) {
      for (const trip of some) trips.push(trip)
      for (const time of times) stopTimes.push(time)
    },
    async forgetTrips() {
      trips.length = 0
      stopTimes.length = 0
    },
    putTables: async (all) => void (tables = all),
  }
  const feed = await openFeed(path)
  const seatMaps = new Set(Object.keys(seatCounts))
  const options = { feed: 'x', currency: null, skipInvalid: true, shiftTo: null, today: 20_000, seatMaps }
  const { summary } = await readFeed(feed.source, options, sink)
  feed.close()
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return {
    ...must(tables, 'tables'),
    feed: 'x',
    currency: must(summary, 'summary').currency,
    trips: trips.sort((a, b) => order(a.id, b.id)),
    stopTimes: stopTimes.sort((a, b) => order(a.trip, b.trip) || a.sequence - b.sequence),
  }
}
