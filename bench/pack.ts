/**
 * The pack of a feed: bytes, and milliseconds until a Chromium page can search it, from the start of the fetch.
 * `npx tsx bench/pack.ts FEED.zip`; without an argument vilnius-lt-2015.zip of the feeds that the tests use.
 */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { buildPack } from 'shared/timetable/build-pack.ts'
import { readRows } from '../sync-server/src/testing/read-rows.ts'
import { feedPath, median, openPage } from './timetable-page.ts'
import { figures } from './report.ts'

const rows = await readRows(feedPath())
const start = performance.now()
const text = JSON.stringify(buildPack(rows, { source: 'bench' }))
const built = performance.now() - start
const json = Buffer.from(text)
const brotli = brotliCompressSync(json, {
  params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: json.length },
})

const page = await openPage({ body: brotli, encoding: 'br' })
const opened: number[] = []
for (let round = 0; round < 7; round += 1) opened.push(await page.evaluate('bench.openFresh()'))
const longest = Math.max(...opened)
await page.close()

figures('pack', [
  { figure: 'stop times', value: rows.stopTimes.length, unit: '' },
  { figure: 'pack, JSON', value: json.length, unit: 'bytes' },
  { figure: 'pack, brotli', value: brotli.length, unit: 'bytes', aim: '<= 150 000' },
  { figure: 'pack, gzip', value: gzipSync(json, { level: 9 }).length, unit: 'bytes' },
  { figure: 'build from rows', value: built, unit: 'ms' },
  { figure: 'fetch to first search in Chromium, median of 7', value: median(opened), unit: 'ms', aim: '<= 500' },
  { figure: 'fetch to first search in Chromium, slowest', value: longest, unit: 'ms' },
])
