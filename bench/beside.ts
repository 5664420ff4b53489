import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { must } from 'shared/base/result.ts'
import { feedData } from '../sync-server/src/testing/feed-folder.ts'
import { Connection, password, type Person, requestOf } from './bookings-load.ts'
import { type Server, startServer } from './bookings-start.ts'
import { figures } from './report.ts'

/**
 * How long a booking takes while the machine does long work: 100 bookings a second by the clock, whether or not those
 * before were answered, alone, beside 8 sign-ins a second (bcrypt, cost 10), and beside the import of a city.
 * A request is late from the moment it was due. Turns change places from round to round; ratios are taken within one.
 */
const perSecond = 100
const signInsPerSecond = 8
const seconds = 4
const rounds = 5
const feed = feedData('gtfs/vilnius-lt-2015.zip')

const quantile = (values: readonly number[], q: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return must(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))], 'a value')
}

/** Book at a pace until told to end. @returns how long each took from when it was due, ms. */
async function bookings(server: Server, next: () => Person, going: () => boolean): Promise<number[]> {
  const lines = await Promise.all(Array.from({ length: 64 }, () => Connection.open(server.url)))
  const free = [...lines]
  const took: number[] = []
  const under = new Set<Promise<void>>()
  const start = performance.now()
  for (let sent = 0; going(); sent += 1) {
    const due = start + (sent * 1000) / perSecond
    const wait = due - performance.now()
    if (wait > 0) await sleep(wait)
    while (free.length === 0) await Promise.race(under)
    const line = must(free.pop(), 'a free connection')
    const one = line.ask(requestOf(next(), 1)).then((body) => {
      if (!body.includes('"status":"confirmed"')) throw new Error(`Not confirmed: ${body.slice(0, 400)}`)
      took.push(performance.now() - due)
      free.push(line)
      under.delete(one)
    })
    under.add(one)
  }
  await Promise.all(under)
  for (const line of lines) line.close()
  return took
}

async function signIns(server: Server, going: () => boolean): Promise<void> {
  const all: Promise<void>[] = []
  for (let i = 0; going(); i += 1) {
    const { email } = must(server.people[i % server.people.length], 'person')
    all.push(signIn(server.url, email))
    await sleep(1000 / signInsPerSecond)
  }
  await Promise.all(all)
}

async function signIn(url: string, email: string): Promise<void> {
  const body = JSON.stringify({ email, password })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/api/auth/login`, { method: 'POST', headers, body })
  await answer.text()
  if (answer.status !== 200) throw new Error(`Signing in was answered ${answer.status}`)
}

const forSeconds = (count: number): (() => boolean) => {
  const end = performance.now() + count * 1000
  return () => performance.now() < end
}

/** The import as an operator starts it: a process beside the server, on the same database. */
async function besideImport(server: Server, next: () => Person, dataDir: string): Promise<number[]> {
  let code: number | null | undefined
  const command = ['scripts/import-gtfs.mjs', feed, '--feed', 'city']
  const child = spawn(process.execPath, command, { env: { ...process.env, DATA_DIR: dataDir }, stdio: 'ignore' })
  child.once('exit', (ended) => (code = ended))
  const took = await bookings(server, next, () => code === undefined)
  if (code !== 0) throw new Error(`The import ended with ${code}`)
  return took
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'wayfare-beside-'))
  const server = await startServer(folder, 640, 'grouped')
  const people = server.people.map((person): Person => ({ ...person, n: 0 }))
  let turn = 0
  const next = (): Person => must(people[(turn += 1) % people.length], 'person')

  await bookings(server, next, forSeconds(seconds))
  const alone: number[][] = []
  const signing: number[][] = []
  const turns = [
    async () => void alone.push(await bookings(server, next, forSeconds(seconds))),
    async () => {
      const going = forSeconds(seconds)
      const [took] = await Promise.all([bookings(server, next, going), signIns(server, going)])
      signing.push(took)
    },
  ]
  for (let round = 0; round < rounds; round += 1) {
    for (const run of round % 2 ? turns.toReversed() : turns) await run()
  }
  const importing = existsSync(feed) ? await besideImport(server, next, folder) : undefined
  server.end()
  rmSync(folder, { recursive: true })

  const p99 = (runs: readonly number[][]) =>
    quantile(
      runs.map((took) => quantile(took, 0.99)),
      0.5,
    )
  const ratios = alone.map((took, i) => quantile(must(signing[i], 'a round'), 0.99) / quantile(took, 0.99))
  figures('a booking beside long work', [
    { figure: `p50 of ${perSecond} bookings a second`, value: quantile(alone.flat(), 0.5), unit: 'ms' },
    { figure: 'p99', value: p99(alone), unit: 'ms' },
    { figure: `p99 beside ${signInsPerSecond} sign-ins a second`, value: p99(signing), unit: 'ms' },
    { figure: 'p99 beside sign-ins / alone', value: quantile(ratios, 0.5), unit: '', aim: 'at most 1.5' },
    ...(importing
      ? [
          { figure: 'p50 beside an import', value: quantile(importing, 0.5), unit: 'ms' },
          { figure: 'p99 beside an import', value: quantile(importing, 0.99), unit: 'ms' },
          { figure: 'longest beside an import', value: Math.max(...importing), unit: 'ms' },
        ]
      : []),
  ])
  if (!importing) console.log(`Beside an import: skipped, there is no ${feed}. Set GTFS_DATA to the folder of feeds.`)
}

await main()
