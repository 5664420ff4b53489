import { brotliDecompressSync } from 'node:zlib'
import { must } from 'shared/base/result.ts'
import { isoDay } from 'shared/base/time.ts'
import { openPack } from 'shared/timetable/pack.ts'
import { reportText } from 'shared/timetable/gtfs/report-text.ts'
import { afterAll, beforeAll, expect } from 'vitest'
import { testOnData } from '../testing/feed-data.ts'
import { feedData } from '../testing/feed-folder.ts'
import { type TimetableDatabase, timetableDatabase } from '../testing/timetable-database.ts'
import { importGtfs, type Imported } from './import-gtfs.ts'
import { packBody } from './store-packs.ts'

let world: TimetableDatabase
beforeAll(async () => void (world = await timetableDatabase()))
afterAll(() => world.close())

/** What a phone would open. */
async function packOf({ pack }: Imported) {
  const row = must(await world.db.read.get(packBody, { hash: must(pack, 'pack').hash }), 'body of pack')
  return openPack(brotliDecompressSync(row.body))
}
const codes = ({ report }: Imported) => report.notices.map((notice) => notice.code)
const feed = (name: string) => `gtfs/${name}.zip`

testOnData(feed('kapnos-cy-2025'), 'Kapnos imports without a word, its fares in cents', async () => {
  const imported = await importGtfs(world, { path: feedData(feed('kapnos-cy-2025')) })
  expect(imported.report).toMatchObject({ verdict: 'accepted', notices: [] })
  expect(imported.report.summary).toMatchObject({
    feed: 'kapnos-airport-shuttle',
    currency: 'EUR',
    zone: 'Asia/Nicosia',
  })
  const pack = await packOf(imported)
  expect(pack.trips.count).toBe(442)
  expect(pack.fares.map((fare) => fare.amount)).toContain(900)
  expect(world.changes).toEqual([{ kind: 'pack', id: 'kapnos-airport-shuttle' }])
})

testOnData(feed('caltrain-us-2016'), 'Caltrain imports with blanks cut off and its calendar past', async () => {
  const imported = await importGtfs(world, { path: feedData(feed('caltrain-us-2016')) })
  expect(codes(imported)).toEqual(['leading_or_trailing_whitespaces', 'expired_calendar'])
  expect(imported.report.summary).toMatchObject({
    currency: 'USD',
    rows: { 'stop_times.txt': 3103, 'fare_rules.txt': 144 },
  })
  expect((await packOf(imported)).trips.count).toBe(218)
})

testOnData(
  feed('p2p-manila-2016'),
  '[TT43] Manila needs a name and has its short rows padded with a warning',
  async () => {
    const path = feedData(feed('p2p-manila-2016'))
    expect(codes(await importGtfs(world, { path }))).toEqual(['feed_slug_required'])
    const imported = await importGtfs(world, { path, feed: 'p2p' })
    expect(imported.report.verdict).toBe('accepted')
    const padded = imported.report.notices.find((notice) => notice.code === 'invalid_row_length')
    expect(padded).toMatchObject({ severity: 'warning', file: 'trips.txt', count: 8 })
    expect((await packOf(imported)).frequencies.size).toBeGreaterThan(0)
  },
)

testOnData(
  feed('flixbus-de-2014'),
  '[TT53] FlixBus is refused for a stop that is not there, told with file, line and value',
  async () => {
    const before = world.counts()
    const { report, pack } = await importGtfs(world, { path: feedData(feed('flixbus-de-2014')) })
    expect([report.verdict, pack]).toEqual(['refused', null])
    const text = reportText(report)
    expect(text).toContain('error foreign_key_violation in stop_times.txt, stop_id (2 times)')
    expect(text).toContain('line 4207 "73" (not in stops.txt)')
    expect(text).toContain('--skip-invalid')
    expect(world.counts()).toEqual(before)
  },
)

testOnData(
  feed('flixbus-de-2014'),
  '[TT54] FlixBus is imported without its two bad trips when asked, and says so',
  async () => {
    const imported = await importGtfs(world, { path: feedData(feed('flixbus-de-2014')), skipInvalid: true })
    expect(imported.report.verdict).toBe('accepted')
    expect(imported.report.leftOut).toEqual([{ file: 'trips.txt', count: 2, ids: expect.any(Array) }])
    expect(reportText(imported.report)).toContain('trips.txt: 2 (')
    expect((await packOf(imported)).trips.count).toBe(1075 - 2)
  },
)

testOnData(feed('flixbus-de-2014'), '[TT55] FlixBus of 2014 runs in the week of a day of today', async () => {
  const shiftTo = Math.floor(Date.UTC(2026, 10, 24) / 86_400_000)
  const imported = await importGtfs(world, { path: feedData(feed('flixbus-de-2014')), skipInvalid: true, shiftTo })
  const { from, to, shiftedDays } = must(imported.report.summary, 'summary')
  expect(Math.abs(shiftedDays % 7)).toBe(0)
  expect(isoDay(must(from, 'first day')) <= '2026-11-24' && isoDay(must(to, 'last day')) >= '2026-11-24').toBe(true)
  expect(codes(imported)).not.toContain('expired_calendar')
  const pack = await packOf(imported)
  expect([pack.validFrom, pack.validTo]).toEqual([from, to])
})

testOnData(
  feed('vilnius-lt-2015'),
  'Vilnius imports all of its 445,217 stop times, and its pack is small',
  async () => {
    const imported = await importGtfs(world, { path: feedData(feed('vilnius-lt-2015')), feed: 'vilnius' })
    expect(imported.report.summary?.rows).toMatchObject({
      'stops.txt': 1293,
      'trips.txt': 23_398,
      'stop_times.txt': 445_217,
    })
    expect(world.counts()).toMatchObject({ stop_time: expect.any(Number) })
    expect(must(imported.pack, 'pack').bytes).toBeLessThan(150_000)
    const pack = await packOf(imported)
    expect(pack.trips.count).toBe(23_398)
    expect(pack.stops).toHaveLength(1293)
  },
  120_000,
)
