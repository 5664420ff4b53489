import { describe, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import type { BookIntent } from 'shared/booking/intents.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { conflicts, settleConflict } from '../../../sync-server/src/sync/conflicts.ts'
import { exchange } from '../../../sync-server/src/sync/exchange.ts'
import { recordsOf } from '../local/rows.ts'
import { bookings, nine, restorable } from '../testing/restorable.ts'
import { seededChance } from '../testing/ports.ts'

const here = restorable()
const { passenger, backup, restore } = here

const seats = (...labels: string[]): BookIntent['wishes'][number] => ({ kind: 'seats', seats: labels })
const book = (...wishes: BookIntent['wishes']) => bookIntentOf({ departure: nine, wishes })
const any = { kind: 'any' } as const

describe('after a restore', () => {
  test('[SY78] what the server forgot is booked again under its id, on the very seats of its tickets', async () => {
    const ona = await passenger(1)
    const kept = await ona.phone.ask('booking.book', book(seats('2A')))
    await ona.phone.engine.drain()
    const file = await backup()
    const forgotten = await ona.phone.ask('booking.book', book(seats('4C'), any))
    await ona.phone.engine.drain()
    const [before] = (await recordsOf(ona.phone.cache, 'ticket')).filter(({ booking }) => booking === forgotten)
    ona.network.sent.length = 0

    await restore(file)
    expect((await ona.phone.engine.drain()).kind).toBe('done')
    expect((await bookings(ona)).sort((a, b) => (a.seats < b.seats ? -1 : 1))).toEqual([
      { id: kept, status: 'confirmed', seats: ['2A'] },
      { id: forgotten, status: 'confirmed', seats: ['4C'] },
    ])
    expect(await ona.phone.state(forgotten)).toBe('settled')
    expect(ona.network.sent.flatMap(({ intents }) => intents)).toMatchObject([
      { id: forgotten, reissue: true, evidence: [before?.text] },
    ])
    expect(await conflicts(here.world.context.db.read, ['f:A'])).toEqual([])
  })

  test('[SY78] a passenger who would take any seat keeps the one on the ticket', async () => {
    const [ona, jonas] = [await passenger(1), await passenger(2)]
    const file = await backup()
    await jonas.phone.ask('booking.book', book(any))
    await jonas.phone.engine.drain()
    const id = await ona.phone.ask('booking.book', book(any))
    await ona.phone.engine.drain()
    const [held] = await bookings(ona)
    await restore(file)
    await ona.phone.engine.drain()
    expect(await bookings(ona)).toEqual([{ ...held, id }])
  })

  test('[SY79] a seat that was sold meanwhile is nobody’s second time: the ticket waits for a person as evidence', async () => {
    const [ona, jonas] = [await passenger(1), await passenger(2)]
    const file = await backup()
    const id = await ona.phone.ask('booking.book', book(seats('1A')))
    await ona.phone.engine.drain()
    const [ticket] = await recordsOf(ona.phone.cache, 'ticket')
    await restore(file)
    await jonas.phone.ask('booking.book', book(seats('1A')))
    await jonas.phone.engine.drain()
    expect(await bookings(jonas)).toMatchObject([{ seats: ['1A'] }])

    await ona.phone.engine.drain()
    expect(await bookings(ona)).toEqual([])
    expect(await ona.phone.outbox.intents.get(id)).toMatchObject({ state: 'settled' })
    expect(JSON.parse((await ona.phone.outbox.intents.get(id))?.outcome ?? '{}')).toMatchObject({
      status: 'refused',
      code: 'lost-in-restore',
    })
    const [conflict, ...others] = await conflicts(here.world.context.db.read, ['f:A'])
    expect(others).toEqual([])
    expect(conflict).toMatchObject({
      id,
      account: ona.actor.account,
      agency: 'f:A',
      intent: 'booking.book',
      code: 'seats-taken',
      tickets: [ticket?.text],
      proven: true,
      args: { departure: nine },
      settled: null,
    })
    expect(here.world.logged.filter((line) => line.includes('sync.reissue-conflict'))).toHaveLength(1)

    const settle = (agencies: string[]) =>
      here.world.context.db.transact((tx) =>
        settleConflict(tx, { id, agencies, by: 'o'.repeat(32), note: 'Paid a taxi' }),
      )
    expect(await settle(['f:B'])).toBeUndefined()
    expect(await settle(['f:A'])).toMatchObject({ settled: { note: 'Paid a taxi', at: here.world.clock.now } })
    expect(await conflicts(here.world.context.db.read, ['f:B'])).toEqual([])
    await ona.phone.engine.drain()
    expect(await conflicts(here.world.context.db.read, ['f:A'])).toHaveLength(1)
  })

  test('[SY79] a ticket of another key, ride or seat proves nothing, and takes no seat that was not asked for', async () => {
    const [ona, jonas] = [await passenger(1), await passenger(2)]
    await ona.phone.ask('booking.book', book(seats('1A')))
    await ona.phone.engine.drain()
    const [ticket] = await recordsOf(ona.phone.cache, 'ticket')
    const { text } = must(ticket, 'ticket')
    const phone = here.world.phone(jonas.actor)
    const again = (args: BookIntent, evidence: string[]) => phone.ask('booking.book', args, { reissue: true, evidence })
    const forged = `${text.slice(0, -4)}AAAA`
    expect(await again(book(seats('1A')), [forged])).toMatchObject({ status: 'refused', code: 'lost-in-restore' })
    expect(await again(book(seats('3A')), [forged, 'BT1:', 'no ticket'])).toMatchObject({ status: 'confirmed' })
    const eleven = { ...book(seats('1A')), departure: departureIdAt(11) }
    expect(await again(eleven, [text])).toMatchObject({ status: 'confirmed' })
    expect(await conflicts(here.world.context.db.read, ['f:A'])).toMatchObject([{ proven: false, tickets: [forged] }])
  })

  test('[SY78] a cancellation that was forgotten is asked again, and one whose booking is gone with it is not lost', async () => {
    const ona = await passenger(1)
    const early = await ona.phone.ask('booking.book', book(seats('2A')))
    await ona.phone.engine.drain()
    const file = await backup()
    const late = await ona.phone.ask('booking.book', book(seats('2B')))
    await ona.phone.engine.drain()
    for (const booking of [early, late]) await ona.phone.ask('booking.cancel', { booking })
    await ona.phone.engine.drain()
    await restore(file)
    expect((await ona.phone.engine.drain()).kind).toBe('done')
    expect((await bookings(ona)).map(({ status }) => status)).toEqual(['cancelled', 'cancelled'])
    expect(await conflicts(here.world.context.db.read, ['f:A'])).toEqual([])
  })

  test('[SY78] a phone whose cache is gone still tells what it was answered', async () => {
    const ona = await passenger(1)
    await ona.phone.engine.drain()
    const file = await backup()
    const id = await ona.phone.ask('booking.book', book(seats('5A')))
    await ona.phone.engine.drain()
    await restore(file)
    for (const table of ona.phone.cache.tables) await table.clear()
    expect((await ona.phone.engine.drain()).kind).toBe('done')
    expect(await bookings(ona)).toMatchObject([{ id, seats: ['5A'] }])
  })

  test('[SY78] a phone that dies at any step of it loses no answer and asks nothing twice', async () => {
    for (const cut of [0, 1, 2, 3]) {
      const ona = await passenger(10 + cut)
      await ona.phone.engine.drain()
      const file = await backup()
      const id = await ona.phone.ask('booking.book', book(seats(`${7 + cut}A`)))
      await ona.phone.engine.drain()
      await restore(file)
      ona.network.weather.push(...Array.from({ length: cut }, () => 'good' as const), 'answer-lost')
      for (let round = 0; round < 3; round += 1) await ona.phone.secondEngine().drain()
      expect(await bookings(ona)).toMatchObject([{ id, seats: [`${7 + cut}A`] }])
      expect(await ona.phone.state(id)).toBe('settled')
    }
  })

  test('[SY78] 1,100 answers are compared in two calls; somebody else’s are as unknown as none', async () => {
    const [ona, jonas] = [await passenger(1), await passenger(2)]
    const id = await ona.phone.ask('booking.book', book(seats('1A')))
    await ona.phone.engine.drain()
    const row = must(await ona.phone.outbox.intents.get(id), 'row')
    const others = Array.from({ length: 1099 }, (_, i) => ({
      ...row,
      id: (i + 1).toString(16).padStart(32, '0'),
      n: i + 2,
    }))
    await ona.phone.outbox.intents.bulkPut(others)
    const file = await backup()
    await restore(file)
    ona.network.sent.length = 0
    ona.network.weather.push('good', 'good', 'good', 'cut')
    expect((await ona.phone.engine.drain()).kind).toBe('unreachable')
    const calls = ona.network.sent.flatMap(({ known, scopes }) => (known ? [[known.length, Object.keys(scopes)]] : []))
    expect(calls).toEqual([
      [1000, []],
      [100, []],
    ])
    const known = must(ona.network.sent.find((request) => request.known)?.known?.[0], 'known')
    expect(known.id).toBe(id)
    const theirs = await exchange(here.world.context, jonas.actor, {
      ...must(jonas.network.sent[0] ?? ona.network.sent[0], 'a request'),
      device: here.world.id(),
      intents: [],
      scopes: {},
      known: [known],
    })
    expect(theirs.forgotten).toEqual([id])
  })
})

test.each([21, 22, 23, 24])(
  '[SY78] restored at any moment (seed %i): whatever a surviving phone was told is booked, or waits for a person',
  async (seed) => {
    const chance = seededChance(seed)
    const pick = (n: number) => Math.floor(chance.fraction() * n)
    const all = await Promise.all([1, 2, 3, 4].map((n) => passenger(seed * 10 + n)))
    const one = () => must(all[pick(all.length)], 'passenger')
    let file = await backup()
    for (let step = 0; step < 60; step += 1) {
      const { phone, network } = one()
      const roll = pick(12)
      if (roll < 5)
        await phone.ask('booking.book', book(seats(`${1 + pick(4)}${'ABCD'[pick(4)]}`), ...(pick(2) ? [any] : [])))
      else if (roll < 6) {
        const [standing] = (await recordsOf(phone.cache, 'booking')).filter(({ status }) => status === 'confirmed')
        if (standing) await phone.ask('booking.cancel', { booking: standing.id })
      } else if (roll < 11) {
        if (pick(3) === 0) network.weather.push(pick(2) ? 'cut' : 'answer-lost')
        await phone.engine.drain()
        phone.clock.set(phone.clock.now() + 61_000)
      } else if (pick(2)) file = await backup()
      else await restore(file)
    }
    const told = new Map<string, string>()
    for (const { phone } of all) {
      for (const row of await phone.outbox.intents.toArray()) {
        const outcome: unknown = row.outcome === null ? null : JSON.parse(row.outcome)
        const good =
          typeof outcome === 'object' && outcome !== null && 'status' in outcome && outcome.status === 'confirmed'
        if (good && row.envelope.includes('"booking.book"')) told.set(row.id, phone.account)
      }
    }
    await restore(file)
    for (let round = 0; round < 4; round += 1) {
      for (const { phone, network } of all) {
        network.weather.length = 0
        phone.clock.set(phone.clock.now() + 600_000)
        expect((await phone.engine.drain()).kind).toBe('done')
      }
    }
    const waiting = new Set((await conflicts(here.world.context.db.read, ['f:A'])).map(({ id }) => id))
    const there = new Map((await Promise.all(all.map(bookings))).flat().map((booking) => [booking.id, booking]))
    for (const id of told.keys()) expect(there.has(id) || waiting.has(id), `booking ${id}`).toBe(true)
    const taken = [...there.values()].filter(({ status }) => status === 'confirmed').flatMap((booking) => booking.seats)
    expect(new Set(taken).size).toBe(taken.length)
    expect(told.size).toBeGreaterThan(3)
  },
  60_000,
)
