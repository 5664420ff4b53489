import { afterEach, expect, test } from 'vitest'
import { bookIntentOf, departureIdAt, lineTimetable } from 'shared/testing/builders.ts'
import { exchange } from '../../../sync-server/src/sync/exchange.ts'
import { access } from '../../../sync-server/src/sync/follow.ts'
import { page } from '../../../sync-server/src/sync/pages.ts'
import { pruneSync, tombstonesKept } from '../../../sync-server/src/sync/prune.ts'
import { makeWorld, type World } from '../../../sync-server/src/testing/world.ts'
import { recordsOf } from '../local/rows.ts'
import { fakeNetwork, type FakeNetwork } from '../testing/fake-network.ts'
import { createPhone, type Phone } from '../testing/phone.ts'
import { seededChance } from '../testing/ports.ts'

/** The phone's real engine on real Dexie against the server's real verbs on real SQLite; only the network is made. */

let world: World
afterEach(() => world.close())

const nine = departureIdAt(9)
const book = (seats: string[], fallback: { kind: 'any' }[] = []) =>
  bookIntentOf({ departure: nine, wishes: [{ kind: 'seats', seats }, ...fallback] })

async function passenger(seed: number): Promise<{ phone: Phone; network: FakeNetwork; account: string }> {
  const actor = await world.person()
  const network = fakeNetwork({ exchange: (request) => exchange(world.context, actor, request) })
  const phone = createPhone({ transport: network, account: actor.account, now: world.clock.now, seed })
  phone.follow.push(`departure:${nine}`)
  return { phone, network, account: actor.account }
}

/** Rows of every scope a phone holds are the server's, at the server's head. */
async function expectSame(phone: Phone): Promise<void> {
  for (const row of await phone.cache.scopes.toArray()) {
    const ask = { scope: row.scope, cursor: 0, sameEpoch: true, most: 10_000 }
    const answer = await page(world.context.db.read, ask)
    if (answer.kind !== 'page') throw new Error(answer.kind)
    const theirs = answer.change.rows.filter((one) => one.op === 'put').map((one) => `${one.kind} ${one.id} ${one.seq}`)
    const ours = (await phone.cache.rows.where('scope').equals(row.scope).toArray()).map(
      (one) => `${one.kind} ${one.id} ${one.seq}`,
    )
    expect(ours.sort()).toEqual(theirs.sort())
    expect(row).toMatchObject({ cursor: answer.change.to, digest: answer.change.digest, heal: false })
  }
}

test('a request asked offline is booked at the first exchange, with its ticket, in one round trip', async () => {
  world = await makeWorld({ line: { hours: [9, 11] } })
  const { phone, network } = await passenger(1)
  network.weather.push('cut')
  const id = await phone.ask('booking.book', book(['1A']))
  expect((await phone.engine.drain()).kind).toBe('unreachable')
  expect((await phone.engine.drain()).kind).toBe('done')
  expect(await phone.state(id)).toBe('settled')
  expect(await recordsOf(phone.cache, 'booking')).toMatchObject([{ id, status: 'confirmed' }])
  const [ticket] = await recordsOf(phone.cache, 'ticket')
  expect(ticket).toMatchObject({ booking: id, seat: '1A' })
  expect(ticket?.text.startsWith('BT1:')).toBe(true)
  expect(network.sent).toHaveLength(1)
  await expectSame(phone)
})

test('[SY42] of two phones that ask for one seat one has it; cancelling right after booking goes in the same batch', async () => {
  world = await makeWorld({ line: { hours: [9, 11] } })
  const [one, two] = [await passenger(1), await passenger(2)]
  const first = await one.phone.ask('booking.book', book(['1A']))
  const second = await two.phone.ask('booking.book', book(['1A'], [{ kind: 'any' }]))
  const cancel = await one.phone.ask('booking.cancel', { booking: first }, [first])
  await one.phone.engine.drain()
  await two.phone.engine.drain()
  expect(await one.phone.state(cancel)).toBe('settled')
  expect(await recordsOf(one.phone.cache, 'booking')).toMatchObject([{ id: first, status: 'cancelled' }])
  expect(await recordsOf(two.phone.cache, 'booking')).toMatchObject([{ id: second, passengers: [{ seat: '1A' }] }])
  await one.phone.engine.drain()
  await expectSame(one.phone)
  await expectSame(two.phone)
})

test('a poll without news is answered with at most 250 bytes', async () => {
  world = await makeWorld({ line: { hours: [9, 11] } })
  const { phone, network, account } = await passenger(1)
  await phone.ask('booking.book', book(['1A']))
  await phone.engine.drain()
  await phone.engine.drain()
  const request = network.sent.at(-1)
  const actor = { account, session: '', memberships: [], roles: [] }
  expect(await access(world.context, actor, 'public')).toBe('granted')
  if (!request) throw new Error('nothing was sent')
  const body = JSON.stringify(await exchange(world.context, actor, request))
  expect(JSON.parse(body)).toMatchObject({ outcomes: [], changes: [] })
  expect(body.length).toBeLessThanOrEqual(250)
})

test.each([11, 12, 13])(
  '[SY65] three phones on a bad network (seed %i): each intent is answered once, and all see what the server sees',
  async (seed) => {
    world = await makeWorld({ line: { hours: [9, 11] } })
    const chance = seededChance(seed)
    const pick = (n: number) => Math.floor(chance.fraction() * n)
    const all = [await passenger(seed), await passenger(seed + 100), await passenger(seed + 200)]
    const asked = new Map<string, Phone>()
    for (let step = 0; step < 40; step += 1) {
      const { phone, network } = all[pick(3)] ?? (await passenger(0))
      const roll = pick(10)
      if (roll < 4) {
        const id = await phone.ask(
          'booking.book',
          book([`${1 + pick(3)}${'ABCD'[pick(4)]}`], pick(2) ? [{ kind: 'any' }] : []),
        )
        asked.set(id, phone)
      } else if (roll < 5) {
        const [booking] = await recordsOf(phone.cache, 'booking')
        if (booking) asked.set(await phone.ask('booking.cancel', { booking: booking.id }), phone)
      } else {
        for (let i = pick(3); i > 0; i -= 1) network.weather.push(pick(2) ? 'cut' : 'answer-lost')
        await Promise.all([phone.engine.drain(), pick(3) === 0 ? phone.secondEngine().drain() : undefined])
        phone.clock.set(phone.clock.now() + 61_000)
      }
    }
    for (let round = 0; round < 3; round += 1) {
      for (const { phone, network } of all) {
        network.weather.length = 0
        phone.clock.set(phone.clock.now() + 600_000)
        expect((await phone.engine.drain()).kind).toBe('done')
      }
    }
    for (const [id, phone] of asked) expect(await phone.state(id)).toBe('settled')
    const seats: string[] = []
    for (const { phone } of all) {
      await expectSame(phone)
      for (const one of await recordsOf(phone.cache, 'booking'))
        if (one.status === 'confirmed') seats.push(...one.passengers.map((passenger) => passenger.seat))
    }
    expect(new Set(seats).size).toBe(seats.length)
    expect(asked.size).toBeGreaterThan(5)
  },
  60_000,
)

test('[SY16] a new phone gets all 2,500 records of an account whose oldest tombstones are gone', async () => {
  world = await makeWorld({ line: { hours: [9] } })
  const { phone, network, account } = await passenger(7)
  const { db } = world.context
  const put = (some: readonly string[], value: 'there' | 'gone') =>
    db.transact(async (tx) => {
      for (const name of some) {
        const outcome = {
          id: name,
          name: 'x',
          status: 'recorded',
          code: null,
          data: {},
          device: name,
          decidedAt: 1,
        } as const
        tx.changed('outcome', name, [
          { scope: `account:${account}`, value: value === 'there' ? outcome : null, rev: 0 },
        ])
      }
    })
  const names = Array.from({ length: 2501 }, (_, i) => i.toString(16).padStart(32, '0'))
  for (let from = 0; from < names.length; from += 50) await put(names.slice(from, from + 50), 'there')
  await put(names.slice(0, 1), 'gone')
  world.clock.now += tombstonesKept + 1
  await pruneSync(world.context)
  expect((await phone.engine.drain()).kind).toBe('done')
  expect(network.sent.length).toBeLessThan(5)
  expect(await recordsOf(phone.cache, 'outcome')).toHaveLength(2500)
  await expectSame(phone)
})

test('[IN4] a phone that follows a booked departure has it as it was sold, whatever timetable comes later', async () => {
  world = await makeWorld({ line: { hours: [9] } })
  const { phone } = await passenger(9)
  await phone.ask('booking.book', book(['1A']))
  await phone.engine.drain()
  const [sold] = await recordsOf(phone.cache, 'departure-sold')
  world.timetables.list = [lineTimetable({ hours: [9], stops: 3 })]
  const late = await passenger(10)
  await late.phone.engine.drain()
  expect(sold).toMatchObject({ id: nine, calls: [{ stop: 'f:s0' }, {}, {}, {}, {}, {}, { stop: 'f:s6' }] })
  expect(await recordsOf(late.phone.cache, 'departure-sold')).toEqual([sold])
  await expectSame(late.phone)
})
