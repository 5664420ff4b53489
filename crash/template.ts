import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { must } from 'shared/base/result.ts'
import { localDay } from 'shared/base/time.ts'
import { departureOf, departuresOn } from 'shared/timetable/departures.ts'
import type { Departure } from 'shared/timetable/timetable.ts'
import { readConfig } from '../sync-server/src/config.ts'
import { loadDemo } from '../sync-server/src/demo.ts'
import { appoint } from '../sync-server/src/identity/staff.ts'
import { machine, openContext } from '../sync-server/src/open.ts'
import { give } from '../sync-server/src/payments/gift.ts'

const root = join(import.meta.dirname, '..')

/** A ride that is sold: positions and stops of its ends. */
export interface Ride {
  readonly departure: string
  readonly board: { readonly index: number; readonly stop: string }
  readonly alight: { readonly index: number; readonly stop: string }
}

export interface Login {
  readonly role: 'passenger' | 'conductor' | 'operator'
  readonly email: string
  readonly password: string
}

export interface Template {
  /** A data folder as a server leaves it that was stopped: copied for each life. */
  readonly dataDir: string
  readonly logins: readonly Login[]
  readonly rides: readonly Ride[]
}

/** Build the server as it is shipped, where its packages are found; in a folder of this run alone. */
export function buildServer(): string {
  const bundle = join(root, `.cache/crash-test-${process.pid}`)
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs'), '--server-to', bundle], { stdio: 'pipe' })
  return bundle
}

/** The demo network with people, in a folder that is made. */
export async function makeTemplate(dataDir: string, people: readonly Login['role'][]): Promise<Template> {
  mkdirSync(dataDir, { recursive: true })
  const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' })
  const { context, close } = await openContext(config, { ...machine(config), passwordCost: 4 })
  try {
    await loadDemo(context)
    const timetables = context.timetables.current()
    const agencies = timetables.flatMap((held) => held.agencies.map(({ id }) => id))
    const tomorrow = localDay(context.now(), 'Europe/Vilnius') + 1
    const departures = departuresOn(timetables, tomorrow)
      .flatMap(({ id }) => departureOf(timetables, id) ?? [])
      .filter((departure) => departure.calls.length >= 4)
    const logins: Login[] = []
    for (const [i, role] of people.entries()) {
      const login = { role, email: `crash${i}@example.org`, password: `heron kettle moss ${i}` }
      const memberships = role !== 'passenger' ? agencies.map((agency) => ({ agency, role })) : []
      const account = { email: login.email, name: `Crash ${i}`, memberships }
      const hash = await context.passwords.hash(login.password)
      await context.db.transact(async (tx) => {
        const id = await appoint(tx, { ...account, hash }, context.random)
        await give(tx, { name: 'crash', account: id, amount: { amount: 1_000_000, currency: 'EUR' } })
      })
      logins.push(login)
    }
    return { dataDir, logins, rides: spread(ofOneAgency(departures), 5).flatMap(ridesOf) }
  } finally {
    await close()
  }
}

/** Those of the agency that runs the most: a booking moves within its agency. */
function ofOneAgency(departures: readonly Departure[]): Departure[] {
  const byAgency = new Map<string, Departure[]>()
  for (const departure of departures) {
    byAgency.set(departure.agency.id, [...(byAgency.get(departure.agency.id) ?? []), departure])
  }
  return must([...byAgency.values()].sort((a, b) => b.length - a.length)[0], 'agency')
}

/** So many of a list, from all of it. */
const spread = <T>(all: readonly T[], many: number): T[] =>
  Array.from({ length: many }, (_, i) => must(all[Math.floor(((i + 0.5) * all.length) / many)], 'departure'))

/** Rides that overlap, so that seats run out on some legs before others. */
function ridesOf({ id, calls }: Departure): Ride[] {
  const end = (index: number) => ({ index, stop: must(calls[index], 'stop').stop })
  const last = calls.length - 1
  const half = Math.floor(calls.length / 2)
  return [
    [0, last],
    [0, half],
    [half, last],
  ].flatMap(([from = 0, to = 0]) => {
    const sold = calls[from]?.pickup !== 1 && calls[to]?.dropOff !== 1
    return sold ? [{ departure: id, board: end(from), alight: end(to) }] : []
  })
}
