import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { must } from 'shared/base/result.ts'
import { built } from './built.ts'
import { bareLoop, rowsOf, syncsPerSecond } from './bookings-bare.ts'
import { Connection, type Person, requestOf } from './bookings-load.ts'
import type { Ready } from './bookings-server.ts'
import { figures } from './report.ts'

/**
 * Confirmed bookings a second over HTTP, every commit synced (synchronous=FULL): one intent a request and twenty, at 64
 * warm connections. In the same run, in turns: a bare better-sqlite3 loop that writes the same rows with 50 bookings to a
 * commit, and the same server answering without a database. Load and server share the machine.
 */
const rounds = Number(process.env['ROUNDS'] ?? 5)
const connections = 64
/** Below 1 for a first look, or for a machine that has other work. */
const scale = Number(process.env['SCALE'] ?? 1)
const scaled = (count: number): number => Math.ceil((count * scale) / (connections * 20)) * connections * 20
const perRound = {
  one: scaled(4000),
  twenty: scaled(8000),
  bare: scaled(4000),
  nothing: scaled(6000),
  alone: 300 * scale,
}

const median = (values: readonly number[]): number =>
  must([...values].sort((a, b) => a - b)[values.length >> 1], 'median')
const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN

interface Run {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

async function load(
  lines: readonly Connection[],
  people: readonly Person[],
  bookings: number,
  size: number,
): Promise<Run> {
  let left = Math.floor(bookings / size)
  const requests = lines.length
  // The bytes are made before the clock runs, as phones make theirs.
  const queues = lines.map((_, i) =>
    Array.from({ length: Math.ceil(left / requests) }, () => requestOf(must(people[i], 'person'), size)),
  )
  left = queues.reduce((sum, queue) => sum + queue.length, 0)
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
  return { perSecond: (left * size) / seconds, p50: quantile(took, 0.5), p99: quantile(took, 0.99) }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'wayfare-bookings-'))
  const child = fork(await built('bookings-server'), [folder, String(connections)])
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.once('message', (message: Ready) => resolve(message))
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}`)))
  })
  const people = ready.people.map((person): Person => ({ ...person, n: 0 }))
  const open = (url: string) => Promise.all(people.map(() => Connection.open(url)))
  /** Connections of one turn: a server closes those that idle. */
  const over = async (url: string, count: number, size: number, alone = false): Promise<Run> => {
    const lines = alone ? [await Connection.open(url)] : await open(url)
    const run = await load(lines, people, count, size)
    for (const line of lines) line.close()
    return run
  }

  // Warm: code compiled, statements prepared, departures frozen.
  await over(ready.url, perRound.one, 1)
  await over(ready.bareUrl, perRound.nothing, 1)
  const rows = rowsOf(join(folder, 'wayfare.db'), perRound.bare)
  await bareLoop(folder, rows, 50)

  const found = {
    one: [] as Run[],
    twenty: [] as Run[],
    nothing: [] as Run[],
    bare: [] as number[],
    alone: [] as Run[],
    syncs: [] as number[],
  }
  const turns = [
    async () => void found.one.push(await over(ready.url, perRound.one, 1)),
    async () => void found.bare.push(await bareLoop(folder, rows, 50)),
    async () => void found.twenty.push(await over(ready.url, perRound.twenty, 20)),
    async () => void found.nothing.push(await over(ready.bareUrl, perRound.nothing, 1)),
    async () => void found.alone.push(await over(ready.url, perRound.alone, 1, true)),
  ]
  for (let round = 0; round < rounds; round += 1) {
    found.syncs.push(syncsPerSecond(folder))
    for (let i = 0; i < turns.length; i += 1) await must(turns[(i + round) % turns.length], 'turn')()
  }
  child.removeAllListeners('exit')
  child.kill('SIGKILL')
  rmSync(folder, { recursive: true })

  const rate = (runs: readonly Run[]) => median(runs.map((run) => run.perSecond))
  const [one, twenty, nothing, bare] = [rate(found.one), rate(found.twenty), rate(found.nothing), median(found.bare)]
  const p50 = median(found.one.map((run) => run.p50))
  const p99 = median(found.one.map((run) => run.p99))
  figures('bookings', [
    { figure: `confirmed bookings, 1 a request, ${connections} connections`, value: one, unit: '/s' },
    { figure: `confirmed bookings, 20 a request, ${connections} connections`, value: twenty, unit: '/s' },
    { figure: 'bare better-sqlite3 loop, same rows, 50 a commit', value: bare, unit: '/s' },
    { figure: 'same server without a database, replies in bursts', value: nothing, unit: '/s' },
    { figure: '1 a request / bare loop', value: one / bare, unit: '', aim: '0.15, then 0.30' },
    { figure: '20 a request / bare loop', value: twenty / bare, unit: '', aim: '0.5, then 0.80' },
    { figure: '1 a request / without a database', value: one / nothing, unit: '', aim: '0.60' },
    { figure: 'p50, 1 a request', value: p50, unit: 'ms' },
    { figure: 'p99, 1 a request', value: p99, unit: 'ms' },
    { figure: 'p99 / p50', value: p99 / p50, unit: '', aim: 'at most 2.1' },
    { figure: 'p50 at one connection', value: median(found.alone.map((run) => run.p50)), unit: 'ms' },
    { figure: 'fdatasync of 4 KiB', value: median(found.syncs), unit: '/s' },
  ])
}

await main()
