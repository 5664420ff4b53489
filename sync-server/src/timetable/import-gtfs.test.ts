import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must } from 'shared/base/result.ts'
import { smallFeed, type Texts } from 'shared/testing/feeds.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TimetableDatabase, timetableDatabase } from '../testing/timetable-database.ts'
import { importGtfs } from './import-gtfs.ts'
import { Overtaken, publish } from './publish.ts'
import { source } from './records.ts'
import { packBody } from './store-packs.ts'
import { VersionWriter } from './write-version.ts'

let world: TimetableDatabase
let folder: string
beforeEach(async () => {
  world = await timetableDatabase()
  folder = mkdtempSync(join(tmpdir(), 'wayfare-feed-'))
})
afterEach(async () => {
  await world.close()
  rmSync(folder, { recursive: true })
})

function write(texts: Texts): string {
  const path = mkdtempSync(join(folder, 'feed-'))
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(path, name), text)
  return path
}
const changed = (file: string, from: string, to: string): Texts => ({
  ...smallFeed,
  [file]: (smallFeed[file] ?? '').replace(from, to),
})
const pointer = async () => (await source(world.db.read, 'sud-bus'))[0]?.value

test('[TT58] a published feed is told in the public scope by the name of its pack', async () => {
  expect(await pointer()).toBeNull()
  const { pack } = await importGtfs(world, { path: write(smallFeed) })
  expect(await pointer()).toEqual(pack)
  expect(pack).toMatchObject({
    feed: 'sud-bus',
    name: 'Süd Bus',
    zone: 'Europe/Berlin',
    validFrom: '20260101',
    validTo: '20261231',
  })
  expect(world.changes).toEqual([{ kind: 'pack', id: 'sud-bus' }])
})

test('[TT59] the same feed imported again replaces its former version and gives the same pack', async () => {
  const first = await importGtfs(world, { path: write(smallFeed) })
  const before = world.counts()
  const second = await importGtfs(world, { path: write(smallFeed) })
  expect(second.pack).toEqual(first.pack)
  expect(world.counts()).toEqual({ ...before, feed_version: 2 })
})

test('[TT59] the pack of the former version can still be fetched, for 30 days', async () => {
  const former = must((await importGtfs(world, { path: write(smallFeed) })).pack, 'pack')
  const newer = must((await importGtfs(world, { path: write(changed('stops.txt', 'Bonn', 'Bonn Hbf')) })).pack, 'pack')
  expect(newer.hash).not.toBe(former.hash)
  expect(await pointer()).toEqual(newer)
  expect(await world.db.read.get(packBody, { hash: former.hash })).toBeDefined()
  world.clock.now += 31 * 86_400_000
  await importGtfs(world, { path: write(changed('stops.txt', 'Bonn', 'Bonn ZOB')) })
  expect(await world.db.read.get(packBody, { hash: former.hash })).toBeUndefined()
  expect(await world.db.read.get(packBody, { hash: newer.hash })).toBeDefined()
})

test('[TT59] feeds of different names live side by side', async () => {
  const path = write(smallFeed)
  await importGtfs(world, { path })
  await importGtfs(world, { path, feed: 'other' })
  expect(world.counts()).toMatchObject({ feed_version: 2, trip: 4, pack: 2 })
})

test('[TT53] a refused feed leaves nothing, and the version before it stays', async () => {
  await importGtfs(world, { path: write(smallFeed) })
  const before = world.counts()
  const old = await pointer()
  // The fault is in the last row: everything before it was written.
  const refused = await importGtfs(world, { path: write(changed('stop_times.txt', ',a,2', ',nowhere,2')) })
  expect(refused.report.verdict).toBe('refused')
  expect(world.counts()).toEqual(before)
  expect(await pointer()).toEqual(old)
})

test('a dry run reports and writes nothing', async () => {
  const { report, pack } = await importGtfs(world, { path: write(smallFeed), dryRun: true })
  expect([report.verdict, pack]).toEqual(['accepted', null])
  expect(world.counts()).toEqual({})
})

test('[TT60] an import that died is seen by nobody and is swept by a later one', async () => {
  const dead = new VersionWriter(world.db)
  await dead.begin('sud-bus')
  await dead.putTables({ ...noTables, stops: [{ ...stop, id: 'sud-bus:a' }] })
  expect(await pointer()).toBeNull()
  await importGtfs(world, { path: write(smallFeed) })
  expect(world.counts()).toMatchObject({ agency: 1, stop: 5 })
  world.clock.now += 7 * 3_600_000
  await importGtfs(world, { path: write(smallFeed) })
  expect(world.counts()).toMatchObject({ agency: 1, stop: 4 })
})

test('[TT62] of two imports of one feed at a time one is current, and one that was overtaken is told so', async () => {
  const imports = ['Bonn Hbf', 'Bonn ZOB'].map((name) =>
    importGtfs(world, { path: write(changed('stops.txt', 'Bonn', name)) }),
  )
  const ended = await Promise.allSettled(imports)
  const hashes = ended.flatMap((end) => (end.status === 'fulfilled' ? [end.value.pack?.hash] : []))
  for (const end of ended) if (end.status === 'rejected') expect(String(end.reason)).toContain('Overtaken')
  expect(hashes).toContain((await pointer())?.hash)
  expect(world.counts()).toMatchObject({ agency: 1, stop: 4, stop_time: 5 })
})

test('[TT58] a unit of the import holds up others no longer than two thousand rows take', async () => {
  const trips = Array.from({ length: 3000 }, (_, i) => `t${i}`)
  const path = write({
    ...smallFeed,
    'trips.txt': `route_id,service_id,trip_id\n${trips.map((id) => `r,w,${id}`).join('\n')}`,
    'stop_times.txt': `trip_id,arrival_time,departure_time,stop_id,stop_sequence\n${trips
      .flatMap((id) => ['a', 'b', 'c', 'a'].map((s, i) => `${id},0${i}:00:00,0${i}:00:00,${s},${i}`))
      .join('\n')}`,
  })
  let done = false
  const importing = importGtfs(world, { path }).finally(() => (done = true))
  const waits: number[] = []
  while (!done) {
    const start = performance.now()
    await world.db.transact(async () => {})
    waits.push(performance.now() - start)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  expect((await importing).report.summary?.rows['stop_times.txt']).toBe(12_000)
  // Many bookings went through meanwhile; none waited for the whole import.
  expect(waits.length).toBeGreaterThan(5)
  expect(Math.max(...waits)).toBeLessThan(waits.reduce((a, b) => a + b, 0) * 0.8)
})

test('[TT62] of two imports of one feed at once the one that began last stays, whichever is done first', async () => {
  const slow = new VersionWriter(world.db)
  await slow.begin('sud-bus')
  const { pack } = await importGtfs(world, { path: write(smallFeed) })
  const { report } = await importGtfs(world, { path: write(smallFeed), dryRun: true })
  const row = { ...must(pack, 'pack'), hash: 'f'.repeat(32), version: must(slow.version, 'version') }
  const made = { row: { ...row, valid_from: 0, valid_to: 1, made_at: 0 }, body: new Uint8Array(1) }
  await expect(publish(world.db, made, report)).rejects.toBeInstanceOf(Overtaken)
  expect(await pointer()).toEqual(pack)
  const later = await importGtfs(world, { path: write(changed('stops.txt', 'A', 'B')) })
  expect(await pointer()).toEqual(later.pack)
})

const stop = {
  name: 'A',
  code: null,
  platform: null,
  lat: 1,
  lon: 1,
  zoneId: null,
  locationType: 0,
  parent: null,
  zone: null,
}
const noTables = {
  info: null,
  agencies: [],
  stops: [],
  routes: [],
  services: [],
  exceptions: [],
  frequencies: [],
  fares: [],
  fareRules: [],
  vehicles: [],
}
