import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The zone of the story network: one in which it is about ten in the morning now, so that at whatever hour the stories are told
 * there is a day of departures ahead. (`Etc/GMT-3` is three hours ahead of UTC.)
 */
export function storyZone(now = new Date()): string {
  const ahead = ((10 - now.getUTCHours() + 36) % 24) - 12
  return ahead === 0 ? 'Etc/UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}

/**
 * A small network for the stories, in which a coach always leaves soon: line 10 runs Aldermoor – Brightwell – Castlemere every
 * ten minutes round the clock, line 20 Aldermoor – Dunhaven every fifteen, and line 30 Aldermoor – Castlemere once
 * an hour with a van of few seats. Calendars run from a week ago for two months.
 */
export function writeStoryFeed(folder: string, today: Date): string {
  mkdirSync(folder, { recursive: true })
  const day = (offset: number) =>
    new Date(today.getTime() + offset * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
  const files: Record<string, string[]> = {
    'agency.txt': [
      'agency_id,agency_name,agency_url,agency_timezone,agency_lang',
      `moor,Moorland Coaches,https://moorland.example,${storyZone(today)},en`,
    ],
    'stops.txt': [
      'stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,platform_code',
      'A,Aldermoor,55.0,24.0,1,,',
      'A1,Aldermoor,55.0,24.0,0,A,1',
      'B,Brightwell,55.2,24.3,0,,',
      'C,Castlemere,55.4,24.6,0,,',
      'D,Dunhaven,54.8,23.8,0,,',
    ],
    'routes.txt': [
      'route_id,agency_id,route_short_name,route_long_name,route_type',
      'R10,moor,10,Aldermoor – Castlemere,3',
      'R20,moor,20,Aldermoor – Dunhaven,3',
      'R30,moor,30,Aldermoor – Castlemere express,3',
    ],
    'trips.txt': [
      'route_id,service_id,trip_id,trip_headsign',
      'R10,daily,T10,Castlemere',
      'R20,daily,T20,Dunhaven',
      'R30,daily,T30,Castlemere',
    ],
    'stop_times.txt': [
      'trip_id,arrival_time,departure_time,stop_id,stop_sequence',
      'T10,00:00:00,00:00:00,A1,1',
      'T10,00:40:00,00:45:00,B,2',
      'T10,01:30:00,01:30:00,C,3',
      'T20,00:00:00,00:00:00,A1,1',
      'T20,00:50:00,00:50:00,D,2',
      'T30,00:00:00,00:00:00,A1,1',
      'T30,01:05:00,01:05:00,C,2',
    ],
    'frequencies.txt': [
      'trip_id,start_time,end_time,headway_secs,exact_times',
      'T10,00:00:00,24:00:00,600,1',
      'T20,00:00:00,24:00:00,900,1',
      'T30,00:05:00,24:00:00,3600,1',
    ],
    'calendar.txt': [
      'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date',
      `daily,1,1,1,1,1,1,1,${day(-7)},${day(60)}`,
    ],
    'fare_attributes.txt': [
      'fare_id,price,currency_type,payment_method,transfers',
      'castlemere,12.00,EUR,0,0',
      'dunhaven,9.00,EUR,0,0',
    ],
    'fare_rules.txt': ['fare_id,route_id', 'castlemere,R10', 'castlemere,R30', 'dunhaven,R20'],
    'feed_info.txt': [
      'feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date',
      `Moorland Coaches,https://moorland.example,en,${day(-7)},${day(60)}`,
    ],
  }
  for (const [name, lines] of Object.entries(files)) writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
  return folder
}
