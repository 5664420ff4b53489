import { expect, test } from 'vitest'
import { smallFeed, sourceOf, takeFeed, type Texts } from '../../testing/feeds.ts'
import type { CsvRecord, FeedSource } from './source.ts'

const texts = (changes: Texts): Texts => ({ ...smallFeed, ...changes })
const header = 'trip_id,arrival_time,departure_time,stop_id,stop_sequence'

test('[TT44] ids keep their form under the name of the feed', async () => {
  const ids = texts({
    'trips.txt': 'route_id,service_id,trip_id\nr,w,__proto__\nr,w,007\nr,w,7',
    'stop_times.txt': ['__proto__', '007', '7']
      .flatMap((id) => [`${id},08:00:00,08:00:00,a,1`, `${id},09:00:00,09:00:00,b,2`])
      .reduce((all, row) => `${all}\n${row}`, header),
  })
  const { trips } = await takeFeed(sourceOf(ids))
  expect(trips.map((trip) => trip.id)).toEqual(['f:__proto__', 'f:007', 'f:7'])
})

test('[TT47] a missing time is filled in and marked, a timepoint of 0 is marked', async () => {
  const stop_times = `${header},timepoint\nt,08:00:00,08:00:00,a,1,\nt,,,b,2,\nt,13:00:00,13:00:00,c,3,0\nu,18:00:00,18:00:00,c,1,1\nu,23:00:00,23:00:00,a,2,1`
  const { stopTimes, report } = await takeFeed(sourceOf(texts({ 'stop_times.txt': stop_times })))
  expect(stopTimes.map((s) => s.approximate)).toEqual([false, true, true, false, false])
  expect(report.summary?.approximateStopTimes).toBe(2)
  // Bonn lies about a fifth of the way.
  expect(stopTimes[1]?.arrival).toBeGreaterThan(8.5 * 3600)
  expect(stopTimes[1]?.arrival).toBeLessThan(9.5 * 3600)
})

test('[TT48] trips of one stop or beyond 168 hours are kept as unusable', async () => {
  const stop_times = `${header}\nt,08:00:00,08:00:00,a,1\nu,18:00:00,18:00:00,c,1\nu,168:00:00,168:00:00,a,2`
  const { trips } = await takeFeed(sourceOf(texts({ 'stop_times.txt': stop_times })))
  expect(trips.map((trip) => [trip.id, trip.unusable])).toEqual([
    ['f:t', true],
    ['f:u', false],
  ])
})

test('[TT52] scattered and unordered rows give the same trips as ordered ones', async () => {
  const ordered = await takeFeed(sourceOf(smallFeed))
  const [first = '', ...rows] = (smallFeed['stop_times.txt'] ?? '').split('\n')
  const shuffled = [rows[3], rows[2], rows[0], rows[4], rows[1]].join('\n')
  const scattered = await takeFeed(sourceOf(texts({ 'stop_times.txt': `${first}\n${shuffled}` })))
  const byTrip = <R extends { trip: string }>(all: readonly R[]) =>
    [...all].sort((a, b) => a.trip.localeCompare(b.trip))
  expect(byTrip(scattered.stopTimes)).toEqual(byTrip(ordered.stopTimes))
  expect(scattered.report).toEqual(ordered.report)
})

/** Trips whose rows come by sequence, not by trip; every hundredth trip calls at a stop that is not there. */
function scatteredSource(trips: number, calls: number): FeedSource {
  const plain = sourceOf(
    texts({
      'trips.txt': ['route_id,service_id,trip_id', ...Array.from({ length: trips }, (_, i) => `r,w,t${i}`)].join('\n'),
    }),
  )
  async function* read(file: string): AsyncGenerator<CsvRecord[]> {
    if (file !== 'stop_times.txt') {
      for await (const block of plain.read(file)) yield [...block]
      return
    }
    yield [{ line: 1, cells: header.split(',') }]
    for (let call = 0; call < calls; call += 1) {
      const time = `${String(call).padStart(2, '0')}:00:00`
      yield Array.from({ length: trips }, (_, i): CsvRecord => {
        const stop = i % 100 === 0 && call === 1 ? 'nowhere' : 'abc'.charAt(call % 3)
        return { line: 2 + call * trips + i, cells: [`t${i}`, time, time, stop, String(call)] }
      })
    }
  }
  return { ...plain, read }
}

test('[TT52] a large scattered feed is read in several passes, each fault told once', async () => {
  const { report, trips, stopTimes } = await takeFeed(scatteredSource(2100, 10), {
    skipInvalid: true,
    heldAtOnce: 5000,
  })
  expect(report.notices.map((n) => [n.code, n.count])).toEqual([['foreign_key_violation', 21]])
  expect(report.leftOut.map((l) => [l.file, l.count])).toEqual([['trips.txt', 21]])
  expect(trips).toHaveLength(2079)
  expect(new Set(trips.map((trip) => trip.id)).size).toBe(2079)
  expect(stopTimes).toHaveLength(2079 * 10)
})

test('[TT54] a trip with one faulty row is left out whole, with its headways', async () => {
  const { report, trips, stopTimes, tables } = await takeFeed(
    sourceOf(
      texts({
        'stop_times.txt': (smallFeed['stop_times.txt'] ?? '').replace(',b,2', ',x,2'),
        'frequencies.txt': 'trip_id,start_time,end_time,headway_secs\nt,08:00:00,10:00:00,600\nu,08:00:00,10:00:00,600',
      }),
    ),
    { skipInvalid: true },
  )
  expect(report.verdict).toBe('accepted')
  expect(report.leftOut).toEqual([{ file: 'trips.txt', count: 1, ids: ['t'] }])
  expect(trips.map((trip) => trip.id)).toEqual(['f:u'])
  expect(stopTimes.map((s) => s.trip)).toEqual(['f:u', 'f:u'])
  expect(tables?.frequencies.map((f) => f.trip)).toEqual(['f:u'])
})

test('[TT54] a fare that loses one of its rules is left out whole', async () => {
  const { report, tables } = await takeFeed(
    sourceOf(
      texts({
        'fare_attributes.txt': 'fare_id,price,currency_type\nx,9.0,EUR\ny,8.50,EUR',
        'fare_rules.txt': 'fare_id,origin_id,destination_id\nx,1,3\nx,1,99\ny,1,2',
      }),
    ),
    { skipInvalid: true },
  )
  expect(tables?.fares.map((f) => [f.id, f.amount])).toEqual([['f:y', 850]])
  expect(tables?.fareRules.map((r) => r.fare)).toEqual(['f:y'])
  expect(report.leftOut.map((l) => l.file).sort()).toEqual(['fare_attributes.txt', 'fare_rules.txt'])
})

test('[TT54] faults of a whole file are not skipped', async () => {
  const { report } = await takeFeed(
    sourceOf(texts({ 'trips.txt': (smallFeed['trips.txt'] ?? '').replace('trip_id', 'trip') })),
    { skipInvalid: true },
  )
  expect(report.verdict).toBe('refused')
})

test('[TT55] all dates move together, by whole weeks', async () => {
  const feed = texts({
    'calendar_dates.txt': 'service_id,date,exception_type\nw,20260406,2\nx,20260407,1',
    'feed_info.txt': 'feed_publisher_name,feed_start_date,feed_end_date\nX,20260101,20261231',
    'trips.txt': `${smallFeed['trips.txt'] ?? ''}\nr,x,v`,
    'stop_times.txt': `${smallFeed['stop_times.txt'] ?? ''}\nv,08:00:00,08:00:00,a,1\nv,09:00:00,09:00:00,b,2`,
  })
  const plain = await takeFeed(sourceOf(feed))
  const moved = await takeFeed(sourceOf(feed), { shiftTo: 21_000 })
  const by = moved.report.summary?.shiftedDays ?? 0
  expect(by % 7).toBe(0)
  expect(moved.tables?.services).toEqual(
    plain.tables?.services.map((s) => ({ ...s, from: s.from + by, to: s.to + by })),
  )
  expect(moved.tables?.exceptions).toEqual(plain.tables?.exceptions.map((e) => ({ ...e, day: e.day + by })))
  expect(moved.tables?.info?.from).toBe((plain.tables?.info?.from ?? 0) + by)
  expect(moved.stopTimes).toEqual(plain.stopTimes)
  expect(moved.tables?.services.find((s) => s.id === 'f:x')?.weekdays).toBe(0)
})

test('[TT57] the currency is the commonest of the fares unless one is named', async () => {
  const feed = sourceOf(texts({ 'fare_attributes.txt': 'fare_id,price,currency_type\nx,9,EUR\ny,8,CHF\nz,7,CHF' }))
  expect((await takeFeed(feed)).report.summary?.currency).toBe('CHF')
  expect((await takeFeed(feed, { currency: 'USD' })).report.summary?.currency).toBe('USD')
})
