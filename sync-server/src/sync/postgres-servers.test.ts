import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { must } from 'shared/base/result.ts'
import { type Outcome, outcome as outcomeSchema } from 'shared/sync/envelope.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { audit, checks, findingText } from '../audit/audit.ts'
import { postgresSnapshot } from '../db/postgres-snapshot.ts'
import { statement } from '../db/statement.ts'
import type { Actor } from '../identity/actor.ts'
import { beginSession, renewSession } from '../identity/sessions.ts'
import { seededBytes } from '../testing/seeded.ts'
import { dropTestDatabase, postgresUrl } from '../testing/test-database.ts'
import { makeWorld, type Phone, type World } from '../testing/world.ts'

/** Several servers on one PostgreSQL: each has its own connections, clock and memory, and none knows of the others. */

let folder: string
const worlds: World[] = []
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'wayfare-servers-'))))
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close()
  await dropTestDatabase(folder)
  rmSync(folder, { recursive: true, force: true })
})

async function server(seed: string, limits = { unpaidBookings: 1e6, seatsPerDeparture: 1e6 }): Promise<World> {
  const world = await makeWorld({ folder, seed, limits, line: { hours: [9, 11], seatMap: 'vip-2+1-30' } })
  worlds.push(world)
  return world
}

const heads = statement<object, { scope: string; seq: number }>((k) => k('scope_head').select('scope', 'seq'))
const ticketOf = statement<{ booking: string }, { ticket: string }>((k, p) =>
  k('booking_passenger')
    .select('ticket')
    .where({ booking: p('booking') }),
)
const stored = statement<object, { id: string; outcome: string }>((k) => k('intent').select('id', 'outcome'))

/** Every sequence of a scope was given out by an intent that is stored, and none twice to two units. */
async function expectGapless(world: World, outcomes: readonly Pick<Outcome, 'at'>[]): Promise<void> {
  for (const { scope, seq } of await world.context.db.read.all(heads, {})) {
    if (!scope.startsWith('departure:')) continue
    const given = new Set(outcomes.map(({ at }) => at[scope]).filter((one) => one !== undefined))
    expect([...given].sort((a, b) => a - b)).toEqual(Array.from({ length: seq }, (_, i) => i + 1))
  }
}

/** Worlds sign with keys of their own, which nobody published. */
const sound = checks.filter((check) => check.number !== 'AU24')

async function expectSound(): Promise<void> {
  const snapshot = await postgresSnapshot(must(await postgresUrl(folder), 'database'))
  const wrong: string[] = []
  for await (const finding of audit(snapshot.reader, sound)) wrong.push(findingText(finding))
  await snapshot.close()
  expect(wrong).toEqual([])
}

test('[IN1] [SY9] two servers that sell the same seats at once sell none twice and leave no gap', async () => {
  const servers = [await server('one'), await server('two')]
  const first = must(servers[0], 'server')
  const people = await Promise.all(Array.from({ length: 8 }, () => first.person()))
  const bytes = seededBytes('two servers')
  const below = (n: number) => must(bytes(1)[0], 'byte') % n
  const outcomes: Outcome[] = []
  async function travel(on: World, actor: Actor): Promise<void> {
    const phone = on.phone(actor)
    const mine: string[] = []
    for (let asked = 0; asked < 8; asked += 1) {
      const from = below(6)
      const to = from + 1 + below(6 - from)
      const booked = below(3) === 0 ? mine.pop() : undefined
      const ride = { departure: departureIdAt(below(4) === 0 ? 11 : 9), from, to, passengers: 1 + below(3) }
      const outcome = booked
        ? await phone.ask('booking.cancel', { booking: booked })
        : await phone.ask('booking.book', bookIntentOf({ ...ride, wishes: [{ kind: 'together' }, { kind: 'any' }] }))
      outcomes.push(outcome)
      expect(['confirmed', 'refused']).toContain(outcome.status)
      if (outcome.status === 'confirmed' && !booked) mine.push(outcome.id)
    }
  }
  await Promise.all(people.flatMap((actor) => servers.map((on) => travel(on, actor))))
  expect(outcomes).toHaveLength(8 * 2 * 8)
  expect(outcomes.filter((one) => one.status === 'confirmed').length).toBeGreaterThan(40)
  await expectGapless(first, outcomes)
  await expectSound()
})

test('[SY1] an intent sent to two servers at once is decided once, and both say the same', async () => {
  const [one, two] = [await server('one'), await server('two')]
  const actor = await one.person()
  const phone = one.phone(actor)
  const same = two.phone(actor, phone.device)
  for (let round = 0; round < 12; round += 1) {
    const intent = phone.envelope(
      'booking.book',
      bookIntentOf({ departure: departureIdAt(9), wishes: [{ kind: 'any' }] }),
    )
    const [here, there] = await Promise.all([phone.send([intent]), same.send([intent])])
    expect({ ...here[0], replayed: null }).toEqual({ ...there[0], replayed: null })
    expect([here[0]?.replayed, there[0]?.replayed].sort()).toEqual([false, true])
  }
  await expectSound()
})

test('what one account may hold is held to on two servers at once', async () => {
  const limits = { unpaidBookings: 3, seatsPerDeparture: 9 }
  const [one, two] = [await server('one', limits), await server('two', limits)]
  const actor = await one.person()
  const phones = [one, two, one, two].map((on) => on.phone(actor))
  const ask = bookIntentOf({ departure: departureIdAt(9), passengers: 2, wishes: [{ kind: 'any' }] })
  const outcomes = await Promise.all(phones.flatMap((phone) => [0, 1].map(() => phone.ask('booking.book', ask))))
  expect(outcomes.filter((outcome) => outcome.status === 'confirmed')).toHaveLength(3)
  expect(new Set(outcomes.map((outcome) => outcome.code))).toEqual(new Set([null, 'too-many-unpaid']))
  await expectSound()
})

test('a session renewed on two servers at once goes on with one token', async () => {
  const [one, two] = [await server('one'), await server('two')]
  const { account } = await one.person()
  let { refreshToken } = await one.context.db.transact((tx) => beginSession(tx, account, one.context.random))
  for (let round = 0; round < 5; round += 1) {
    const token = refreshToken
    const [here, there] = await Promise.all(
      [one, two].map(({ context: { db } }) => db.transact((tx) => renewSession(tx, token))),
    )
    if (!here?.ok || !there?.ok) throw new Error('A session that is used in time goes on')
    expect(here.open.refreshToken).toBe(there.open.refreshToken)
    refreshToken = here.open.refreshToken
  }
})

test('[BK31] [BK32] a line that is joined on two servers has one order, and nobody waits while a seat is free', async () => {
  const [one, two] = [await server('one'), await server('two')]
  const seller = await one.passenger()
  const ask = (passengers: number) =>
    bookIntentOf({ departure: departureIdAt(9), passengers, wishes: [{ kind: 'any' }] })
  const full: string[] = []
  for (let sold = 0; sold < 30; sold += 5) full.push((await seller.ask('booking.book', ask(5))).id)
  const { wishes: _, ...wish } = ask(1)
  const phones = await Promise.all(Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? one : two).passenger()))
  // Seats are given up while the line is joined: whoever waits then is served, or the seat is seen to be free.
  const [outcomes] = await Promise.all([
    Promise.all(phones.map((phone) => phone.ask('booking.wait', wish))),
    seller.ask('booking.cancel', { booking: must(full[0], 'booking'), passengers: [0] }),
  ])
  const waiting = await one.context.db.read.all(lineAt, {})
  expect(new Set(waiting.map(({ since }) => since)).size).toBe(waiting.length)
  expect(outcomes.every(({ status, code }) => status === 'confirmed' || code === 'not-full')).toBe(true)
  const { taken } = must(await one.context.db.read.get(takenOnLeg, { leg: 0 }), 'legs')
  if (waiting.some(({ status }) => status === 'waiting')) expect(taken).toBe(30)
  await expectSound()
})

const lineAt = statement<object, { since: number; status: string }>((k) => k('waiting_party').select('since', 'status'))
const takenOnLeg = statement<{ leg: number }, { taken: number }>((k, p) =>
  k('seat_leg')
    .count({ taken: '*' })
    .where({ leg: p('leg') }),
)
const flagsOf = statement<{ ticket: string }, { flags: string }>((k, p) =>
  k('boarding_event')
    .select('flags')
    .where({ ticket: p('ticket') }),
)

test('[BK13] a ticket that boards two coaches at once, each told to another server, is flagged on both', async () => {
  const [one, two] = [await server('one'), await server('two')]
  const passenger = await one.passenger()
  const conductors = [await one.conductor(), await two.conductor()]
  for (let round = 0; round < 6; round += 1) {
    const booked = await passenger.ask(
      'booking.book',
      bookIntentOf({ departure: departureIdAt(9), wishes: [{ kind: 'any' }] }),
    )
    const { ticket } = must(await one.context.db.read.get(ticketOf, { booking: booked.id }), 'passenger')
    const board = (on: Phone, hour: number) =>
      on.ask('tickets.board', {
        event: one.id(),
        ticket,
        departure: departureIdAt(hour),
        stop: 0,
        kind: 'board',
        device: on.device,
        deviceAt: one.clock.now,
        offset: 0,
        manifestAt: one.clock.now,
        verdict: 'valid',
      })
    await Promise.all(conductors.map((conductor, i) => board(conductor, 9 + 2 * i)))
    const events = await one.context.db.read.all(flagsOf, { ticket })
    expect(events.map(({ flags }) => flags.includes('double-boarded'))).toEqual([true, true])
  }
})

const told = z.object({ outcomes: z.array(outcomeSchema) })

/** A server in a process of its own, booking as fast as it can until it is killed. */
function bookUntilKilled(afterMs: number): Promise<Outcome[]> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('../testing/book-for-ever.ts', import.meta.url)), [folder], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const acknowledged: Outcome[] = []
    let timer: NodeJS.Timeout | undefined
    child.on('message', (message) => {
      timer ??= setTimeout(() => child.kill('SIGKILL'), afterMs)
      acknowledged.push(...told.parse(message).outcomes)
    })
    child.on('error', reject)
    child.on('exit', () => resolve(acknowledged))
  })
}

test('[SY17] [IN1] processes on one database, killed in the middle of their work, lose nothing they acknowledged', async () => {
  // Made before, for they would make it at once.
  await postgresUrl(folder)
  const all = (await Promise.all([800, 1500, 2200].map(bookUntilKilled))).flat()
  const world = await server('after')
  const rows = await world.context.db.read.all(stored, {})
  const byId = new Map(rows.map((row) => [row.id, row.outcome]))
  expect(all.length).toBeGreaterThan(20)
  for (const { replayed: _, ...outcome } of all) expect(byId.get(outcome.id)).toBe(JSON.stringify(outcome))
  await expectGapless(
    world,
    rows.map((row) => outcomeSchema.omit({ replayed: true }).parse(JSON.parse(row.outcome))),
  )
  await expectSound()
}, 90_000)
