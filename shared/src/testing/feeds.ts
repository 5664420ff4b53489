import type { FeedOptions } from '../timetable/gtfs/draft.ts'
import { type FeedSink, readFeed } from '../timetable/gtfs/feed.ts'
import type { ImportReport } from '../timetable/gtfs/report.ts'
import type { StopTimeRow, TripRow } from '../timetable/gtfs/rows.ts'
import type { FeedSource } from '../timetable/gtfs/source.ts'
import type { SmallTables } from '../timetable/gtfs/tables.ts'

/** Files of a feed as text; cells are split at commas, so none may be quoted. */
export type Texts = Readonly<Record<string, string>>

/** One coach a day from Aachen by Bonn to Celle. */
export const smallFeed: Texts = {
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nA,Süd Bus,https://example.org,Europe/Berlin',
  'stops.txt':
    'stop_id,stop_name,stop_lat,stop_lon,zone_id,location_type,parent_station\n' +
    'a,Aachen,50.78,6.07,1,,\nb,Bonn,50.73,7.1,2,,\nc,Celle,52.62,10.08,3,,\ns,Celle Station,52.62,10.08,,1,',
  'routes.txt': 'route_id,agency_id,route_short_name,route_long_name,route_type\nr,A,1,Aachen to Celle,3',
  'calendar.txt':
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nw,1,1,1,1,1,1,1,20260101,20261231',
  'trips.txt': 'route_id,service_id,trip_id\nr,w,t\nr,w,u',
  'stop_times.txt':
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence\n' +
    't,08:00:00,08:00:00,a,1\nt,09:00:00,09:05:00,b,2\nt,13:00:00,13:00:00,c,3\n' +
    'u,18:00:00,18:00:00,c,1\nu,23:00:00,23:00:00,a,2',
}

export function sourceOf(texts: Texts): FeedSource {
  async function* read(file: string) {
    yield (texts[file] ?? '').split('\n').map((line, i) => ({ line: i + 1, cells: line.split(',') }))
  }
  return { files: Object.keys(texts), complaints: [], read }
}

/** 2026-06-01, a Monday. */
const today = 20_605

export const options: FeedOptions = {
  feed: 'f',
  currency: null,
  skipInvalid: false,
  shiftTo: null,
  today,
  seatMaps: new Set(['coach']),
}

export interface Taken {
  readonly report: ImportReport
  readonly trips: readonly TripRow[]
  readonly stopTimes: readonly StopTimeRow[]
  readonly tables: SmallTables | null
}

/** Read a feed, and all that a sink would have been given. */
export async function takeFeed(source: FeedSource, changed: Partial<FeedOptions> = {}): Promise<Taken> {
  let trips: TripRow[] = []
  let stopTimes: StopTimeRow[] = []
  let tables: SmallTables | null = null
  const sink: FeedSink = {
    begin: async () => {},
    putTrips: async (some, times) => {
      trips = trips.concat(some)
      stopTimes = stopTimes.concat(times)
    },
    forgetTrips: async () => {
      trips = []
      stopTimes = []
    },
    putTables: async (all) => {
      tables = all
    },
  }
  const report = await readFeed(source, { ...options, ...changed }, sink)
  return { report, trips, stopTimes, tables }
}
