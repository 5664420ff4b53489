import { fork } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must } from 'shared/base/result.ts'
import { migrateSqlite } from '../sync-server/src/db/migrate.ts'
import { openSqlite } from '../sync-server/src/db/sqlite.ts'
import { feedData } from '../sync-server/src/testing/feed-folder.ts'
import { importGtfs } from '../sync-server/src/timetable/import-gtfs.ts'
import { figures } from './report.ts'

/**
 * Imports of the Vilnius feed, each in a process and a database of its own: seconds, stop times a second, peak memory,
 * and the size of its pack. Peak memory is the most the whole process ever held, Node and tsx included.
 */
const rounds = 3
const feed = feedData('gtfs/vilnius-lt-2015.zip')

interface Round {
  readonly seconds: number
  readonly stopTimes: number
  readonly packBytes: number
  readonly peakMb: number
  /** Of all threads, start of Node and tsx included. */
  readonly cpuSeconds: number
}

async function importOnce(): Promise<Round> {
  const folder = mkdtempSync(join(tmpdir(), 'wayfare-bench-'))
  const file = join(folder, 'wayfare.db')
  await migrateSqlite(file)
  const db = openSqlite({ file, now: Date.now, writeChanges: async () => ({ heads: {}, scopes: [] }) })
  const start = performance.now()
  const { report, pack } = await importGtfs({ db, now: Date.now }, { path: feed, feed: 'vilnius' })
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage()
  await db.close()
  rmSync(folder, { recursive: true })
  return {
    seconds,
    stopTimes: must(report.summary?.rows['stop_times.txt'], 'stop times'),
    packBytes: must(pack, 'pack').bytes,
    peakMb: process.resourceUsage().maxRSS / 1024,
    cpuSeconds: (user + system) / 1e6,
  }
}

const inProcessOfItsOwn = () =>
  new Promise<Round>((resolve, reject) => {
    const child = fork(import.meta.filename, ['once'])
    child.once('message', (round: Round) => resolve(round))
    child.once('exit', (code) => reject(new Error(`The import ended with ${code}`)))
  })

const median = (values: readonly number[]) =>
  must([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)], 'a round')

if (process.argv[2] === 'once') {
  const round = await importOnce()
  process.send?.(round, () => process.disconnect())
} else if (!existsSync(feed)) {
  console.log(`Skipped: there is no ${feed}. Set GTFS_DATA to the folder of feeds.`)
} else {
  const all: Round[] = []
  for (let i = 0; i < rounds; i += 1) all.push(await inProcessOfItsOwn())
  const seconds = median(all.map((r) => r.seconds))
  const first = must(all[0], 'a round')
  figures('import of vilnius', [
    { figure: 'stop times', value: first.stopTimes, unit: 'rows' },
    { figure: 'import', value: seconds, unit: 's', aim: 'under 60' },
    { figure: 'processor time', value: median(all.map((r) => r.cpuSeconds)), unit: 's' },
    { figure: 'rate', value: Math.round(first.stopTimes / seconds), unit: 'stop times/s' },
    { figure: 'peak memory', value: Math.max(...all.map((r) => r.peakMb)), unit: 'MB', aim: 'under 400' },
    { figure: 'pack, brotli', value: first.packBytes, unit: 'bytes', aim: 'at most 150,000' },
  ])
}
