/**
 * Search on the phone: rides between places and suggestions of places, over the pack of a feed, in Chromium and in Node.
 * Pairs are a place and a later one of a trip drawn by lot, on any day of the feed; texts are the beginnings of names, every third with an error.
 * `npx tsx bench/search.ts FEED.zip`; without an argument vilnius-lt-2015.zip of the feeds that the tests use.
 */
import { buildPack } from 'shared/timetable/build-pack.ts'
import { gzipSync } from 'node:zlib'
import { readRows } from '../sync-server/src/testing/read-rows.ts'
import { figures } from './report.ts'
import { feedPath, openPage, quantile } from './timetable-page.ts'
import { searchBench, type SearchFigures } from './search-rounds.ts'

const text = JSON.stringify(buildPack(await readRows(feedPath()), { source: 'bench' }))
const page = await openPage({ body: gzipSync(text), encoding: 'gzip' })
// The page returns what searchBench gives.
const inChromium: SearchFigures = await page.evaluate('bench.search(1000)')
await page.close()
const inNode = searchBench(text, 1000)

const rows = (where: string, { searches, suggestions, rides }: SearchFigures) => [
  { figure: `${where}: search p50`, value: quantile(searches, 0.5), unit: 'ms' },
  { figure: `${where}: search p95`, value: quantile(searches, 0.95), unit: 'ms', aim: '<= 10 ms' },
  { figure: `${where}: search slowest`, value: quantile(searches, 1), unit: 'ms' },
  { figure: `${where}: rides found a search`, value: rides / searches.length, unit: '' },
  { figure: `${where}: suggest places p95`, value: quantile(suggestions, 0.95), unit: 'ms', aim: '<= 10 ms' },
]
figures('search', [...rows('Chromium', inChromium), ...rows('Node', inNode)])
