import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { must } from 'shared/base/result.ts'
import { openBareLoop, rowsOf, syncsPerSecond } from './bookings-bare.ts'
import { Connection, type Person, requestOf } from './bookings-load.ts'
import type { Ready } from './bookings-server.ts'
import { startServer } from './bookings-start.ts'
import { figures } from './report.ts'

/**
 * Confirmed bookings a second over HTTP, every commit synced (synchronous=FULL): one intent a request and twenty, at 64
 * warm connections. In the same run, in turns: a bare better-sqlite3 loop that writes the very rows the server has just
 * written, 50 bookings to a commit, the same server answering without a database, and one that commits for each request. Load and server share the machine.
 * Ratios are taken within a round, then their median. `--rounds 7`, about 12 s each on a quiet machine.
 */
const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } })
const rounds = Number(options.rounds)
const connections = 64
/** People who take turns on the connections: an account holds a few bookings, not thousands. */
const crowd = 640
const perRound = { one: 1280, twenty: 5120, nothing: 2560, alone: 100 }

const median = (values: readonly number[]): number =>
  must([...values].sort((a, b) => a - b)[values.length >> 1], 'median')
const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN

interface Run {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

async function load(lines: readonly Connection[], next: () => Person, bookings: number, size: number): Promise<Run> {
  const each = Math.ceil(bookings / size / lines.length)
  // The bytes are made before the clock runs, as phones make theirs.
  const queues = lines.map(() => Array.from({ length: each }, () => requestOf(next(), size)))
  const took: number[] = []
  const start = performance.now()
  await Promise.all(
    lines.map(async (line, i) => {
      for (const request of queues[i] ?? []) {
        const asked = performance.now()
        const body = await line.ask(request)
        took.push(performance.now() - asked)
        const confirmed = body.split('"status":"confirmed"').length - 1
        if (confirmed !== size) throw new Error(`Not confirmed: ${body.slice(0, 400)}`)
      }
    }),
  )
  const seconds = (performance.now() - start) / 1000
  took.sort((a, b) => a - b)
  return { perSecond: (took.length * size) / seconds, p50: quantile(took, 0.5), p99: quantile(took, 0.99) }
}

function inTurn(signedIn: Ready['people']): () => Person {
  const people = signedIn.map((person): Person => ({ ...person, n: 0 }))
  let turn = 0
  return () => must(people[(turn += 1) % people.length], 'person')
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'wayfare-bookings-'))
  const ready = await startServer(folder, crowd, 'grouped')
  const apart = join(folder, 'each')
  mkdirSync(apart)
  const each = await startServer(apart, 64, 'each')
  const next = inTurn(ready.people)
  const nextOfEach = inTurn(each.people)
  /** Connections of one turn: a server closes those that idle. */
  const over = async (url: string, count: number, size: number): Promise<Run> => {
    const lines = await Promise.all(Array.from({ length: connections }, () => Connection.open(url)))
    const run = await load(lines, next, count, size)
    for (const line of lines) line.close()
    return run
  }
  const alone = async (url: string, who: () => Person): Promise<number> => {
    const line = await Connection.open(url)
    const { p50 } = await load([line], who, perRound.alone, 1)
    line.close()
    return p50
  }

  const bare = await openBareLoop(folder)
  let last = 0
  /** The loop writes what the server has just written. */
  const again = (): number => {
    const rows = rowsOf(join(folder, 'wayfare.db'), last)
    last = rows.last
    return bare.write(rows, 50)
  }

  // Warm: code compiled, statements prepared, departures frozen.
  await over(ready.url, perRound.one, 1)
  await over(ready.url, perRound.twenty, 20)
  await over(ready.bareUrl, perRound.nothing, 1)
  await alone(each.url, nextOfEach)
  again()

  const found = {
    one: [] as Run[],
    twenty: [] as Run[],
    nothing: [] as Run[],
    bareOne: [] as number[],
    bareTwenty: [] as number[],
    alone: [] as number[],
    aloneEach: [] as number[],
    syncs: [] as number[],
  }
  const turns = [
    async () => {
      found.one.push(await over(ready.url, perRound.one, 1))
      found.bareOne.push(again())
    },
    async () => {
      found.twenty.push(await over(ready.url, perRound.twenty, 20))
      found.bareTwenty.push(again())
    },
    async () => void found.nothing.push(await over(ready.bareUrl, perRound.nothing, 1)),
    async () => {
      found.alone.push(await alone(ready.url, next))
      again()
    },
    async () => void found.aloneEach.push(await alone(each.url, nextOfEach)),
  ]
  for (let round = 0; round < rounds; round += 1) {
    found.syncs.push(syncsPerSecond(folder))
    for (let i = 0; i < turns.length; i += 1) await must(turns[(i + round) % turns.length], 'turn')()
  }
  bare.close()
  ready.end()
  each.end()
  rmSync(folder, { recursive: true })

  const rate = (runs: readonly Run[]) => median(runs.map((run) => run.perSecond))
  const ratio = (runs: readonly Run[], to: readonly number[]) =>
    median(runs.map((run, i) => run.perSecond / (to[i] ?? NaN)))
  const p50 = median(found.one.map((run) => run.p50))
  const p99 = median(found.one.map((run) => run.p99))
  figures('bookings', [
    { figure: `confirmed bookings, 1 a request, ${connections} connections`, value: rate(found.one), unit: '/s' },
    { figure: `confirmed bookings, 20 a request, ${connections} connections`, value: rate(found.twenty), unit: '/s' },
    {
      figure: 'bare better-sqlite3 loop, same rows, 50 a commit',
      value: median([...found.bareOne, ...found.bareTwenty]),
      unit: '/s',
    },
    { figure: 'same server without a database, replies in bursts', value: rate(found.nothing), unit: '/s' },
    { figure: '1 a request / bare loop', value: ratio(found.one, found.bareOne), unit: '', aim: '0.15, then 0.30' },
    {
      figure: '20 a request / bare loop',
      value: ratio(found.twenty, found.bareTwenty),
      unit: '',
      aim: '0.5, then 0.80',
    },
    {
      figure: '1 a request / without a database',
      value: ratio(
        found.one,
        found.nothing.map((run) => run.perSecond),
      ),
      unit: '',
      aim: '0.60',
    },
    { figure: 'p50, 1 a request', value: p50, unit: 'ms' },
    { figure: 'p99, 1 a request', value: p99, unit: 'ms' },
    { figure: 'p99 / p50', value: p99 / p50, unit: '', aim: 'at most 2.1' },
    { figure: 'p50 at one connection', value: median(found.alone), unit: 'ms' },
    {
      figure: 'p50 at one connection / one commit for each request',
      value: median(found.alone.map((p50, i) => p50 / (found.aloneEach[i] ?? NaN))),
      unit: '',
      aim: '1.05',
    },
    { figure: 'fdatasync of 4 KiB', value: median(found.syncs), unit: '/s' },
  ])
}

await main()
