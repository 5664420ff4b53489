import { expect, test } from 'vitest'
import { options, smallFeed, sourceOf, takeFeed, type Texts } from '../../testing/feeds.ts'
import type { Code } from './codes.ts'
import { nowhere, readFeed } from './feed.ts'
import type { Notice } from './report.ts'

/** The small feed with `from` replaced by `to` in one file. */
function changed(file: string, from: string, to: string): Texts {
  const text = smallFeed[file] ?? ''
  if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`)
  return { ...smallFeed, [file]: text.replace(from, to) }
}
const added = (file: string, text: string): Texts => ({
  ...smallFeed,
  [file]: smallFeed[file] ? `${smallFeed[file]}\n${text}` : text,
})
const without = (file: string): Texts => Object.fromEntries(Object.entries(smallFeed).filter(([name]) => name !== file))

const check = (texts: Texts, more: Partial<typeof options> = {}) =>
  readFeed(sourceOf(texts), { ...options, ...more }, nowhere)
const brief = ({ severity, code, file, field }: Notice) => [severity, code, file, field]

test('[TT53] a sound feed is accepted without a word', async () => {
  const { report } = await takeFeed(sourceOf(smallFeed))
  expect(report).toMatchObject({ verdict: 'accepted', notices: [], leftOut: [] })
  expect(report.summary).toMatchObject({
    feed: 'f',
    name: 'Süd Bus',
    zone: 'Europe/Berlin',
    currency: 'EUR',
    unusableTrips: 0,
  })
})

const fares = 'fare_id,price,currency_type,payment_method,transfers\n'
const windows = 'trip_id,start_time,end_time,headway_secs\n'
const refused: readonly (readonly [Code, string | null, string | null, Texts])[] = [
  ['missing_required_file', 'routes.txt', null, without('routes.txt')],
  ['missing_calendar_and_calendar_date_files', null, null, without('calendar.txt')],
  [
    'missing_calendar_and_calendar_date_files',
    null,
    null,
    { ...smallFeed, 'calendar.txt': smallFeed['calendar.txt']?.split('\n')[0] ?? '' },
  ],
  [
    'empty_file',
    'stop_times.txt',
    null,
    { ...smallFeed, 'stop_times.txt': smallFeed['stop_times.txt']?.split('\n')[0] ?? '' },
  ],
  ['missing_required_column', 'trips.txt', 'service_id', changed('trips.txt', 'service_id', 'service')],
  ['duplicated_column', 'trips.txt', 'route_id', changed('trips.txt', 'service_id', 'route_id')],
  [
    'inconsistent_agency_timezone',
    'agency.txt',
    'agency_timezone',
    added('agency.txt', 'B,Nord,https://b.org,Europe/Athens'),
  ],
  ['invalid_timezone', 'agency.txt', 'agency_timezone', changed('agency.txt', 'Europe/Berlin', 'Berlin')],
  ['duplicate_key', 'agency.txt', 'agency_id', added('agency.txt', 'A,Nord,https://b.org,Europe/Berlin')],
  ['duplicate_key', 'stops.txt', 'stop_id', added('stops.txt', 'a,Again,50,6,1,,')],
  ['invalid_float', 'stops.txt', 'stop_lat', changed('stops.txt', '50.78', '50°')],
  ['number_out_of_range', 'stops.txt', 'stop_lat', changed('stops.txt', '50.78', '507.8')],
  ['stop_without_location', 'stops.txt', 'stop_lon', changed('stops.txt', '6.07', '')],
  ['missing_required_field', 'stops.txt', 'stop_name', changed('stops.txt', 'Aachen', '')],
  ['invalid_character', 'stops.txt', 'stop_name', changed('stops.txt', 'Aachen', 'Aa\ufffdchen')],
  ['invalid_id', 'stops.txt', 'stop_id', changed('stops.txt', 'a,Aachen', `${'a'.repeat(251)},Aachen`)],
  ['foreign_key_violation', 'stops.txt', 'parent_station', changed('stops.txt', '1,,', '1,,x')],
  ['wrong_parent_location_type', 'stops.txt', 'parent_station', changed('stops.txt', '1,,', '1,,b')],
  ['station_with_parent_station', 'stops.txt', 'parent_station', changed('stops.txt', ',,1,', ',,1,s')],
  ['invalid_enum_value', 'stops.txt', 'location_type', changed('stops.txt', '1,,', '1,7,')],
  ['foreign_key_violation', 'routes.txt', 'agency_id', changed('routes.txt', 'r,A', 'r,Z')],
  ['route_both_short_and_long_name_missing', 'routes.txt', null, changed('routes.txt', '1,Aachen to Celle', ',')],
  ['missing_required_field', 'routes.txt', 'route_type', changed('routes.txt', 'Celle,3', 'Celle,')],
  ['invalid_integer', 'routes.txt', 'route_type', changed('routes.txt', 'Celle,3', 'Celle,bus')],
  ['invalid_date', 'calendar.txt', 'start_date', changed('calendar.txt', '20260101', '20260229')],
  ['start_and_end_range_out_of_order', 'calendar.txt', 'end_date', changed('calendar.txt', '20261231', '20251231')],
  ['missing_required_field', 'calendar.txt', 'monday', changed('calendar.txt', 'w,1', 'w,')],
  ['invalid_enum_value', 'calendar.txt', 'monday', changed('calendar.txt', 'w,1', 'w,2')],
  [
    'duplicate_key',
    'calendar_dates.txt',
    'date',
    added('calendar_dates.txt', 'service_id,date,exception_type\nw,20260101,2\nw,20260101,1'),
  ],
  ['foreign_key_violation', 'trips.txt', 'route_id', changed('trips.txt', 'r,w,t', 'x,w,t')],
  ['foreign_key_violation', 'trips.txt', 'service_id', changed('trips.txt', 'r,w,t', 'r,x,t')],
  ['duplicate_key', 'trips.txt', 'trip_id', added('trips.txt', 'r,w,t')],
  ['invalid_row_length', 'trips.txt', null, changed('trips.txt', 'r,w,t', 'r,w')],
  ['invalid_row_length', 'trips.txt', null, changed('trips.txt', 'r,w,t', 'r,w,t,x')],
  ['foreign_key_violation', 'stop_times.txt', 'stop_id', changed('stop_times.txt', ',b,2', ',x,2')],
  ['foreign_key_violation', 'stop_times.txt', 'trip_id', changed('stop_times.txt', 't,08', 'x,08')],
  ['location_with_unexpected_stop_time', 'stop_times.txt', 'stop_id', changed('stop_times.txt', ',c,3', ',s,3')],
  ['duplicate_key', 'stop_times.txt', 'stop_sequence', changed('stop_times.txt', ',b,2', ',b,1')],
  ['invalid_time', 'stop_times.txt', 'arrival_time', changed('stop_times.txt', '09:00:00', '9 h')],
  ['missing_trip_edge', 'stop_times.txt', 'arrival_time', changed('stop_times.txt', '08:00:00,08:00:00', ',')],
  [
    'start_and_end_range_out_of_order',
    'stop_times.txt',
    'departure_time',
    changed('stop_times.txt', '09:05:00', '08:59:59'),
  ],
  [
    'stop_time_with_arrival_before_previous_departure_time',
    'stop_times.txt',
    'arrival_time',
    changed('stop_times.txt', '13:00:00,13', '09:04:59,13'),
  ],
  [
    'overlapping_frequency',
    'frequencies.txt',
    'start_time',
    added('frequencies.txt', `${windows}t,08:00:00,10:00:00,600\nt,09:59:00,11:00:00,600`),
  ],
  [
    'start_and_end_range_equal',
    'frequencies.txt',
    'end_time',
    added('frequencies.txt', `${windows}t,08:00:00,08:00:00,600`),
  ],
  [
    'number_out_of_range',
    'frequencies.txt',
    'headway_secs',
    added('frequencies.txt', `${windows}t,08:00:00,09:00:00,0`),
  ],
  ['invalid_currency', 'fare_attributes.txt', 'currency_type', added('fare_attributes.txt', `${fares}x,1,ZZQ,1,0`)],
  ['invalid_currency_amount', 'fare_attributes.txt', 'price', added('fare_attributes.txt', `${fares}x,12.50,JPY,1,0`)],
  ['foreign_key_violation', 'fare_rules.txt', 'fare_id', added('fare_rules.txt', 'fare_id,route_id\nx,r')],
  [
    'foreign_key_violation',
    'wayfare_vehicles.txt',
    'seat_map',
    added('wayfare_vehicles.txt', 'route_id,seat_map\nr,zeppelin'),
  ],
  [
    'missing_required_field',
    'wayfare_vehicles.txt',
    'trip_id',
    added('wayfare_vehicles.txt', 'trip_id,route_id,seat_map\nt,r,coach'),
  ],
  [
    'no_usable_trips',
    'stop_times.txt',
    null,
    {
      ...smallFeed,
      'stop_times.txt': 'trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt,08:00:00,08:00:00,a,1',
    },
  ],
]

for (const [code, file, field, texts] of refused)
  test(`[TT53] a feed is refused for ${code} in ${file ?? 'the feed'}${field ? `, ${field}` : ''}`, async () => {
    const report = await check(texts)
    expect(report.verdict).toBe('refused')
    expect(report.summary).toBeNull()
    expect(report.notices.map(brief)).toContainEqual(['error', code, file, field])
  })

test('[TT49] headways of every half minute all day are the most a window may hold, and no window passes 168 hours', async () => {
  const window = (row: string) =>
    check(added('frequencies.txt', `trip_id,start_time,end_time,headway_secs,exact_times\n${row}`))
  expect((await window('t,00:00:00,24:00:00,30,1')).verdict).toBe('accepted')
  expect((await window('t,00:00:00,24:00:00,1,0')).verdict).toBe('accepted')
  expect((await window('t,00:00:00,24:00:00,29,1')).notices.map((n) => n.field)).toEqual(['headway_secs'])
  expect((await window('t,00:00:00,168:00:01,600,1')).notices.map((n) => n.field)).toEqual(['end_time'])
})

test('[TT52] a trip of more than 2,000 stops is an error and fills no memory', async () => {
  const rows = Array.from({ length: 2001 }, (_, i) => `v,,,b,${i}`).join('\n')
  const report = await check({
    ...added('stop_times.txt', rows),
    'trips.txt': `${smallFeed['trips.txt'] ?? ''}\nr,w,v`,
  })
  expect(report.notices.map(brief)).toEqual([['error', 'too_many_stops', 'stop_times.txt', 'trip_id']])
})

const warned: readonly (readonly [Code, string, string | null, Texts])[] = [
  ['leading_or_trailing_whitespaces', 'stops.txt', 'stop_name', changed('stops.txt', 'Aachen', ' Aachen')],
  ['leading_or_trailing_whitespaces', 'stops.txt', null, changed('stops.txt', 'stop_name', ' stop_name')],
  ['point_near_origin', 'stops.txt', 'stop_lat', changed('stops.txt', '50.78,6.07', '0,0')],
  ['point_near_pole', 'stops.txt', 'stop_lat', changed('stops.txt', '50.78', '89.9')],
  ['invalid_row_length', 'stops.txt', null, changed('stops.txt', 'b,Bonn,50.73,7.1,2,,', 'b,Bonn,50.73,7.1,2')],
  ['invalid_row_length', 'trips.txt', null, changed('trips.txt', 'r,w,t', 'r,w,t,')],
  ['expired_calendar', 'calendar.txt', null, changed('calendar.txt', '20261231', '20260531')],
  ['unusable_trip', 'stop_times.txt', 'trip_id', changed('stop_times.txt', '\nu,23:00:00,23:00:00,a,2', '')],
  ['unused_trip', 'trips.txt', 'trip_id', added('trips.txt', 'r,w,v')],
  [
    'impl_time_beyond_days',
    'stop_times.txt',
    'departure_time',
    changed('stop_times.txt', '23:00:00,23:00:00', '168:00:01,168:00:01'),
  ],
  [
    'stop_time_with_only_arrival_or_departure_time',
    'stop_times.txt',
    'arrival_time',
    changed('stop_times.txt', '09:00:00,09:05:00', ',09:05:00'),
  ],
  [
    'invalid_color',
    'routes.txt',
    'route_color',
    { ...smallFeed, 'routes.txt': 'route_id,route_long_name,route_type,route_color\nr,Aachen to Celle,3,blue' },
  ],
  [
    'invalid_language_code',
    'feed_info.txt',
    'feed_lang',
    added('feed_info.txt', 'feed_publisher_name,feed_lang\nX,en_US'),
  ],
  ['more_than_one_entity', 'feed_info.txt', 'feed_publisher_name', added('feed_info.txt', 'feed_publisher_name\nX\nY')],
  [
    'unexpected_enum_value',
    'wayfare_vehicles.txt',
    'amenities',
    added('wayfare_vehicles.txt', 'route_id,seat_map,amenities\nr,coach,wifi;pool'),
  ],
]

for (const [code, file, field, texts] of warned)
  test(`[TT53] a feed is accepted with a warning of ${code} in ${file}`, async () => {
    const report = await check(texts)
    expect(report.verdict).toBe('accepted')
    expect(report.notices.map(brief)).toEqual([['warning', code, file, field]])
  })

test('[TT53] the report counts every fault and shows the first five with line and value', async () => {
  const rows = Array.from({ length: 9 }, (_, i) => `t${i},08:00:00,08:00:00,a,1`).join('\n')
  const report = await check(added('stop_times.txt', rows))
  const notice = report.notices.find((n) => n.field === 'trip_id')
  expect(notice?.count).toBe(9)
  expect(notice?.examples).toHaveLength(5)
  expect(notice?.examples[0]).toEqual({ line: 7, value: 't0', detail: 'not in trips.txt' })
})

test('[TT44] several agencies need a name for the feed, one gives it its own', async () => {
  const alone = await check(smallFeed, { feed: null })
  expect(alone.summary?.feed).toBe('sud-bus')
  const both = await check(added('agency.txt', 'B,Nord,https://b.org,Europe/Berlin'), { feed: null })
  expect(both.notices.map((n) => n.code)).toEqual(['feed_slug_required'])
})

test('[TT45] a fault of one stop is told once, not again by each trip that calls there', async () => {
  const report = await check(changed('stops.txt', '50.73', 'x'))
  expect(report.notices.map(brief)).toEqual([['error', 'invalid_float', 'stops.txt', 'stop_lat']])
})

test('[TT46] a stop with one of its two times has both at once', async () => {
  const { stopTimes, report } = await takeFeed(sourceOf(changed('stop_times.txt', '09:00:00,09:05:00', ',09:05:00')))
  expect(report.verdict).toBe('accepted')
  expect([stopTimes[1]?.arrival, stopTimes[1]?.departure]).toEqual([9 * 3600 + 300, 9 * 3600 + 300])
})

test('[TT51] a way to board or alight that GTFS does not know counts as none, with a warning', async () => {
  const rows = (smallFeed['stop_times.txt'] ?? '').split('\n')
  const text = rows.map((row, i) => `${row},${i === 0 ? 'pickup_type,drop_off_type' : i === 2 ? '4,9' : '0,0'}`)
  const { stopTimes, report } = await takeFeed(sourceOf({ ...smallFeed, 'stop_times.txt': text.join('\n') }))
  expect(report.verdict).toBe('accepted')
  expect(report.notices.map(({ severity, field }) => [severity, field])).toEqual([
    ['warning', 'pickup_type'],
    ['warning', 'drop_off_type'],
  ])
  expect([stopTimes[1]?.pickup, stopTimes[1]?.dropOff, stopTimes[0]?.pickup]).toEqual([1, 1, 0])
})

test('[TT56] a feed whose last day is past is imported, with a warning', async () => {
  const report = await check(changed('calendar.txt', '20261231', '20260531'))
  expect([report.verdict, report.notices.map((n) => n.code)]).toEqual(['accepted', ['expired_calendar']])
})

test('[TT61] a seat map nobody knows refuses the feed, an amenity nobody knows is left out', async () => {
  const of = (row: string) => takeFeed(sourceOf(added('wayfare_vehicles.txt', `route_id,seat_map,amenities\n${row}`)))
  expect((await of('r,zeppelin,wifi')).report.verdict).toBe('refused')
  const { report, tables } = await of('r,coach,wifi;pool')
  expect([report.verdict, report.notices.map((n) => n.severity)]).toEqual(['accepted', ['warning']])
  expect(tables?.vehicles).toMatchObject([{ seatMap: 'coach', amenities: ['wifi'] }])
})
