import { createServer } from 'node:http'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { chromium } from 'playwright'
import { installedChromium } from '../e2e/chromium.ts'
import { feedData } from '../sync-server/src/testing/feed-folder.ts'

/** The feed to measure: the argument, else Vilnius among the feeds of the tests. */
export function feedPath(): string {
  const given = process.argv[2] ?? feedData('gtfs/vilnius-lt-2015.zip')
  if (existsSync(given)) return given
  console.error(`There is no ${given}. Give the path of a GTFS zip, or set GTFS_DATA to the folder that holds gtfs/.`)
  process.exit(1)
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}
export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** What the page runs: the phone's own code, and a fetch that no cache answers. */
const script = `
import { openPack } from './shared/src/timetable/pack.ts'
import { searchRides } from './shared/src/timetable/search.ts'
import { searchBench } from './bench/search-rounds.ts'
globalThis.bench = {
  async openFresh() {
    const start = performance.now()
    const bytes = new Uint8Array(await (await fetch('/pack', { cache: 'no-store' })).arrayBuffer())
    const timetable = openPack(bytes)
    const [from, to] = [...timetable.places].sort((a, b) => b.weight - a.weight)
    searchRides([timetable], { from: from.id, to: to.id, day: timetable.validFrom, passengers: 1 })
    return performance.now() - start
  },
  async search(rounds) {
    return searchBench(await (await fetch('/pack')).text(), rounds)
  },
}`

export interface Served {
  readonly body: Uint8Array
  readonly encoding: 'br' | 'gzip'
}

/** A page of an installed Chromium, with the pack served beside it. */
export async function openPage({ body, encoding }: Served) {
  const root = join(import.meta.dirname, '..')
  const stdin = { contents: script, resolveDir: root, loader: 'ts' } as const
  const bundle = await build({ stdin, bundle: true, write: false, format: 'esm', minify: true, target: 'es2022' })
  const code = bundle.outputFiles[0]?.text ?? ''
  const server = createServer((request, response) => {
    if (request.url === '/pack') {
      response.setHeader('Content-Type', 'application/json').setHeader('Content-Encoding', encoding)
      response.end(body)
    } else if (request.url === '/bench.js') response.setHeader('Content-Type', 'text/javascript').end(code)
    else
      response
        .setHeader('Content-Type', 'text/html')
        .end('<!doctype html><script type="module" src="/bench.js"></script>')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const browser = await chromium.launch({ args: ['--no-sandbox'], ...installedChromium() })
  const page = await browser.newPage()
  // Brotli is offered over plain http on this machine's own address alone.
  await page.goto(`http://localhost:${port}/`)
  await page.waitForFunction('globalThis.bench !== undefined')
  return {
    evaluate: <T>(expression: string): Promise<T> => page.evaluate<T>(expression),
    async close() {
      await browser.close()
      server.close()
    },
  }
}
