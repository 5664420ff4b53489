import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { statement } from '../db/statement.ts'
import { endSessionsOf } from '../identity/store.ts'
import { makeWorld, type Phone, type World } from '../testing/world.ts'

const minute = 60_000
const nine = departureIdAt(9)
const bookings = statement<object, { id: string; account: string }>((k) => k('booking').select('id', 'account'))
const devices = statement<object, { id: string }>((k) => k('sync_device').select('id'))

let world: World
let phone: Phone
beforeEach(async () => {
  world = await makeWorld({ line: { hours: [9, 11] } })
  phone = await world.passenger()
})
afterEach(() => world.close())

const booked = () => world.context.db.read.all(bookings, {})
const book = (about: Partial<Parameters<typeof bookIntentOf>[0]> = {}) => bookIntentOf({ departure: nine, ...about })

describe('an intent is decided once', () => {
  test('[SY1] sent again, it gets the stored outcome byte for byte, and nothing happens again', async () => {
    const intent = phone.envelope('booking.book', book())
    const [first] = await phone.send([intent])
    world.clock.now += 90 * minute
    const [second] = await phone.send([intent])
    expect(JSON.stringify({ ...second, replayed: false })).toBe(JSON.stringify(first))
    expect(second?.replayed).toBe(true)
    expect(await booked()).toHaveLength(1)
  })

  test('[SY1] twice in one batch, it runs once and the second is a replay of the first', async () => {
    const intent = phone.envelope('booking.book', book())
    const [first, second] = await phone.send([intent, intent])
    expect(first).toMatchObject({ status: 'confirmed', replayed: false })
    expect(second).toEqual({ ...first, replayed: true })
    expect(await booked()).toHaveLength(1)
  })

  test('[SY1] a refusal stands too: the seat that became free later changes nothing', async () => {
    const other = await world.passenger()
    const seats = [{ kind: 'seats' as const, seats: ['1A'] }]
    const theirs = await other.ask('booking.book', book({ wishes: seats }))
    const mine = phone.envelope('booking.book', book({ wishes: seats }))
    expect((await phone.send([mine]))[0]).toMatchObject({ code: 'seats-taken' })
    await other.ask('booking.cancel', { booking: theirs.id })
    expect((await phone.send([mine]))[0]).toMatchObject({ code: 'seats-taken', replayed: true })
  })

  test('[SY1] two drainers send one item at once: it runs once, both hear the same', async () => {
    const intent = phone.envelope('booking.book', book())
    const answers = await Promise.all([phone.send([intent]), phone.send([intent]), phone.send([intent])])
    expect(new Set(answers.map(([outcome]) => JSON.stringify({ ...outcome, replayed: false }))).size).toBe(1)
    expect(answers.map(([outcome]) => outcome?.replayed)).toEqual([false, true, true])
    expect(await booked()).toHaveLength(1)
  })

  test('[SY2] its id with other content is refused, whoever sends it, and tells nothing', async () => {
    const intent = phone.envelope('booking.book', book())
    await phone.send([intent])
    const changed = { ...intent, args: book({ passengers: 2 }) }
    expect((await phone.send([changed]))[0]).toMatchObject({ status: 'refused', code: 'already-used', data: {} })
    const stranger = await world.passenger()
    expect((await stranger.send([intent]))[0]).toMatchObject({ code: 'already-used', data: {}, at: {} })
    expect(await booked()).toHaveLength(1)
  })

  test('[SY2] the order of keys is no content', async () => {
    const intent = phone.envelope('booking.book', book())
    await phone.send([intent])
    const turned = Object.fromEntries(Object.entries(book()).reverse())
    expect((await phone.send([{ ...intent, args: turned }]))[0]).toMatchObject({ replayed: true })
  })

  test('[SY3] a device restored from a copy is told that it is forked, and its intents run under a new device id', async () => {
    const [old, copy] = [phone.envelope('booking.book', book()), phone.envelope('booking.book', book())]
    await phone.send([old])
    const forked = await phone.exchange({ intents: [{ ...copy, n: old.n }] })
    expect(forked).toMatchObject({ deviceForked: true, outcomes: [{ status: 'later', code: 'device-forked' }] })
    expect(await booked()).toHaveLength(1)
    const fresh = world.phone(phone.actor)
    expect(
      (
        await fresh.send([
          { ...copy, n: 1 },
          { ...old, n: 2 },
        ])
      ).map((each) => each.replayed),
    ).toEqual([false, true])
    expect(await booked()).toHaveLength(2)
  })

  test('[SY4] a queue is never run as the next user: a device of another account is forked off', async () => {
    await phone.ask('booking.book', book())
    const next = world.phone((await world.passenger()).actor, phone.device)
    const answer = await next.exchange({ intents: [next.envelope('booking.book', book(), { n: 70 })] })
    expect(answer).toMatchObject({ deviceForked: true, outcomes: [{ status: 'later' }] })
    expect((await booked()).every((row) => row.account === phone.actor.account)).toBe(true)
  })

  test('[SY4] a session that ended between the door and the unit decides nothing', async () => {
    const { account: id } = phone.actor
    await world.context.db.transact((tx) => tx.run(endSessionsOf, { account: id, now: tx.now, why: 'signed-out' }))
    expect(await phone.ask('booking.book', book())).toMatchObject({ status: 'later', code: null })
    expect(await booked()).toEqual([])
    expect(await world.context.db.read.all(devices, {})).toEqual([])
  })
})

describe('order', () => {
  test('[SY5] intents of a batch run in order of n, however they were listed', async () => {
    const seat = [{ kind: 'seats' as const, seats: ['1A'] }]
    const first = phone.envelope('booking.book', book({ wishes: seat }))
    const second = phone.envelope('booking.book', book({ wishes: seat }))
    const outcomes = await phone.send([second, first])
    expect(outcomes.map(({ id, status }) => [id, status])).toEqual([
      [first.id, 'confirmed'],
      [second.id, 'refused'],
    ])
  })

  test('[SY6] an intent runs after those it names, and is refused with the one that was', async () => {
    const make = phone.envelope('booking.book', book())
    const cancel = phone.envelope('booking.cancel', { booking: make.id }, { after: [make.id] })
    expect((await phone.send([make, cancel])).map((each) => each.status)).toEqual(['confirmed', 'confirmed'])
    const bad = phone.envelope('booking.book', book({ ceiling: 1 }))
    const follower = phone.envelope('booking.cancel', { booking: bad.id }, { after: [bad.id] })
    expect((await phone.send([bad, follower]))[1]).toMatchObject({
      code: 'depends-on-refused',
      data: { intent: bad.id },
    })
  })

  test('[SY6] what it waits for has not come yet: later, and nothing is stored', async () => {
    const make = phone.envelope('booking.book', book())
    const cancel = phone.envelope('booking.cancel', { booking: make.id }, { after: [make.id] })
    expect((await phone.send([cancel]))[0]).toMatchObject({ status: 'later', at: {} })
    expect((await phone.send([make, cancel])).map((each) => [each.status, each.replayed])).toEqual([
      ['confirmed', false],
      ['confirmed', false],
    ])
  })

  test('[SY6] it cannot come after itself, nor after a later one', async () => {
    const early = phone.envelope('booking.book', book())
    const late = phone.envelope('booking.book', book())
    await phone.send([late])
    expect((await phone.send([{ ...early, after: [late.id] }]))[0]).toMatchObject({ code: 'invalid' })
    const self = phone.envelope('booking.book', book())
    expect((await phone.send([{ ...self, after: [self.id] }]))[0]).toMatchObject({ code: 'invalid' })
  })
})

describe('one bad intent spoils nothing', () => {
  test('[SY7] bad arguments are a stored refusal that says what is wrong; the others of the batch run', async () => {
    const bad = phone.envelope('booking.book', { ...book(), passengers: [] })
    const good = phone.envelope('booking.book', book())
    const unknown = phone.envelope('booking.book', {}, { name: 'booking.steal' })
    const newer = phone.envelope('booking.book', book(), { version: 2 })
    const outcomes = await phone.send([bad, good, unknown, newer])
    expect(outcomes.map(({ status, code }) => code ?? status)).toEqual(['invalid', 'confirmed', 'invalid', 'invalid'])
    expect(outcomes[0]?.data).toMatchObject({ issues: [{ path: 'passengers' }] })
    expect((await phone.send([bad]))[0]).toMatchObject({ code: 'invalid', replayed: true })
  })

  test('[SY7] unknown fields are refused: nobody assigns what the schema does not name', async () => {
    const outcome = await phone.ask('booking.book', { ...book(), price: { amount: 1, currency: 'EUR' } })
    expect(outcome).toMatchObject({ code: 'invalid' })
  })

  test('[SY8] an intent that fails the server is asked for again, and is refused as poison after five times in ten minutes', async () => {
    world.timetables.list = []
    Object.defineProperty(world.timetables, 'list', {
      get: () => {
        throw new Error('broken timetable')
      },
    })
    const poison = phone.envelope('booking.book', book())
    const harmless = phone.envelope('booking.cancel', { booking: world.id() })
    const both = await phone.send([poison, harmless])
    expect(both.map(({ status, code }) => code ?? status)).toEqual(['later', 'unknown-booking'])
    for (let times = 2; times <= 5; times += 1) {
      expect((await phone.send([poison]))[0]).toMatchObject({ status: 'later' })
    }
    world.clock.now += 10 * minute
    expect((await phone.send([poison]))[0]).toMatchObject({ status: 'refused', code: 'poison', replayed: false })
    expect((await phone.send([poison]))[0]).toMatchObject({ code: 'poison', replayed: true })
    const alarms = world.logged.filter((line) => line.includes('intent.poison'))
    expect(alarms).toHaveLength(1)
    expect(world.logged.join()).not.toContain('Kazlausk')
  })
})
