import { afterEach, beforeEach, expect, test } from 'vitest'
import { must, type Result } from 'shared/base/result.ts'
import type { WishOfSeats } from 'shared/booking/intents.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import type { Tx } from '../db/transact.ts'
import { soldDeparture } from '../inventory/departures.ts'
import { makeWorld, type Phone, type World } from '../testing/world.ts'
import { ticketOfAccount } from '../tickets/records.ts'
import { settleChoices } from './choose.ts'
import { cancelDeparture, delayDeparture, type DisruptWorld } from './disrupt.ts'
import { bookingOfAccount, openChoices } from './read.ts'
import { swapVehicle } from './swap-vehicle.ts'

const nine = departureIdAt(9)
const eleven = departureIdAt(11)
const hour = 3_600_000
const eur = (amount: number) => ({ amount, currency: 'EUR' })

let world: World
beforeEach(async () => {
  world = await makeWorld({ line: { hours: [9, 11] } })
})
afterEach(() => world.close())

const bookingOf = async (phone: Phone, id: string) =>
  must(await bookingOfAccount(world.context.db.read, phone.actor.account, id), 'booking')
const sold = async (id: string) =>
  must(await soldDeparture(world.context.db.read, world.context.timetables, id), 'departure')

const change = <T>(verb: (tx: Tx, about: DisruptWorld) => Promise<Result<T>>): Promise<Result<T>> =>
  world.context.db.transact((tx) => tx.attempt(() => verb(tx, world.context)))

async function book(wishes: WishOfSeats[] = [{ kind: 'any' }], about: object = {}) {
  const phone = await world.passenger()
  const passengers = wishes[0]?.kind === 'seats' ? wishes[0].seats.length : 1
  const { id, status } = await phone.ask(
    'booking.book',
    bookIntentOf({ departure: nine, passengers, wishes, ...about }),
  )
  expect(status).toBe('confirmed')
  return { phone, id }
}
const seats = (...labels: string[]): WishOfSeats[] => [{ kind: 'seats', seats: labels }]

test('[BK26] passengers of a cancelled departure are asked, and nobody books it any more', async () => {
  const { phone, id } = await book()
  const until = world.clock.now + 5 * hour
  const done = await change((tx, about) => cancelDeparture(tx, about, { departure: nine, until }))
  expect(done).toEqual({ ok: true, value: { asked: [id], withdrawn: [] } })
  expect(await bookingOf(phone, id)).toMatchObject({
    status: 'confirmed',
    choice: { reason: 'departure-cancelled', answers: ['move', 'refund'], until, otherwise: 'refund' },
  })
  expect(await phone.ask('booking.book', bookIntentOf({ departure: nine }))).toMatchObject({ code: 'cancelled' })
  const again = await change((tx, about) => cancelDeparture(tx, about, { departure: nine, until }))
  expect(again).toEqual({ ok: true, value: { asked: [], withdrawn: [] } })
  expect(await openChoices(world.context.db.read, nine)).toMatchObject([{ id }])
})

test('[BK27] a question that cannot be settled keeps no other from being settled', async () => {
  const one = await book()
  const other = await book()
  const until = world.clock.now + hour
  await change((tx, about) => cancelDeparture(tx, about, { departure: nine, until }))
  world.clock.now = until
  const { context } = world
  const { transact } = context.db
  let units = 0
  const failing: typeof transact = (work) => {
    units += 1
    return units === 1 ? Promise.reject(new Error('This unit fails')) : transact(work)
  }
  await settleChoices({ ...context, db: { ...context.db, transact: failing } })
  const statuses = async () =>
    (await Promise.all([one, other].map(({ phone, id }) => bookingOf(phone, id)))).map(({ status }) => status).sort()
  expect(await statuses()).toEqual(['cancelled', 'confirmed'])
  await settleChoices(context)
  expect(await statuses()).toEqual(['cancelled', 'cancelled'])
})

test('[BK27] at the deadline a cancelled departure is paid back by itself, once', async () => {
  const { phone, id } = await book()
  const until = world.clock.now + hour
  await change((tx, about) => cancelDeparture(tx, about, { departure: nine, until }))
  await settleChoices(world.context)
  expect(await bookingOf(phone, id)).toMatchObject({ status: 'confirmed' })
  world.clock.now = until
  await settleChoices(world.context)
  const after = await bookingOf(phone, id)
  expect(after).toMatchObject({ status: 'cancelled', cancelledBy: 'agency', due: eur(0) })
  expect(after.choice).toBeUndefined()
  expect((await sold(nine)).taken).toEqual({})
  await settleChoices(world.context)
  expect(await bookingOf(phone, id)).toEqual(after)
  expect(await phone.ask('booking.choose', { booking: id, answer: 'refund' })).toMatchObject({
    code: 'already-cancelled',
  })
})

test('[BK27] who chooses another departure moves to it at no extra cost', async () => {
  const { phone, id } = await book()
  await change((tx, about) => cancelDeparture(tx, about, { departure: nine, until: world.clock.now + hour }))
  const ride = { board: { index: 0, stop: 'f:s0' }, alight: { index: 2, stop: 'f:s2' }, wishes: [{ kind: 'any' }] }
  expect(await phone.ask('booking.choose', { booking: id, answer: 'keep' })).toMatchObject({ code: 'no-choice' })
  const move = { booking: id, answer: 'move', departure: eleven, ...ride }
  expect(await phone.ask('booking.choose', move)).toMatchObject({ status: 'confirmed', data: { departure: eleven } })
  const after = await bookingOf(phone, id)
  expect(after).toMatchObject({ departure: eleven, status: 'confirmed', price: eur(500), due: eur(500) })
  expect(after.choice).toBeUndefined()
  expect(await phone.ask('booking.choose', { booking: id, answer: 'refund' })).toMatchObject({ code: 'no-choice' })
})

test('[BK27] without a deadline everybody gets their money at once', async () => {
  const { phone, id } = await book()
  const done = await change((tx, about) => cancelDeparture(tx, about, { departure: nine, until: null }))
  expect(done).toEqual({ ok: true, value: { asked: [], withdrawn: [id] } })
  expect(await bookingOf(phone, id)).toMatchObject({ status: 'cancelled', cancelledBy: 'agency' })
})

test('[BK28] an hour late, passengers may choose until the coach leaves; without an answer the booking stands', async () => {
  const { phone, id } = await book()
  const delay = (minutes: number) => change((tx, about) => delayDeparture(tx, about, { departure: nine, minutes }))
  expect(await delay(20)).toEqual({ ok: true, value: { asked: [], withdrawn: [] } })
  expect((await bookingOf(phone, id)).choice).toBeUndefined()
  expect(await delay(90)).toMatchObject({ value: { asked: [id] } })
  const leaves = world.clock.now + 2 * hour + 90 * 60_000
  expect(await bookingOf(phone, id)).toMatchObject({
    choice: { reason: 'delayed', answers: ['keep', 'move', 'refund'], until: leaves, otherwise: 'keep' },
  })
  expect((await sold(nine)).running).toEqual({ status: 'scheduled', delayMinutes: 90 })
  expect(await delay(30)).toMatchObject({ ok: true })
  expect((await bookingOf(phone, id)).choice).toBeUndefined()
  await delay(90)
  world.clock.now = leaves
  await settleChoices(world.context)
  const after = await bookingOf(phone, id)
  expect(after.status).toBe('confirmed')
  expect(after.choice).toBeUndefined()
})

test('[BK28] a departure that has left is neither delayed, swapped nor cancelled', async () => {
  await book()
  world.clock.now += 12 * hour
  const verbs = [
    change((tx, about) => delayDeparture(tx, about, { departure: nine, minutes: 5 })),
    change((tx, about) => cancelDeparture(tx, about, { departure: nine, until: null })),
    change((tx, about) => swapVehicle(tx, about, { departure: nine, seatMap: 'vip-2+1-30' })),
  ]
  for (const verb of verbs) expect(await verb).toMatchObject({ code: 'departed' })
})

test('[BK29] another vehicle: who can stays, others get a seat and a new ticket, the rest is asked', async () => {
  const stays = await book(seats('2A', '2B'))
  const moves = await book(seats('12C', '12D'))
  const fills: { phone: Phone; id: string }[] = []
  for (let row = 3; row <= 6; row += 1) fills.push(await book(seats(`${row}A`, `${row}B`, `${row}C`, `${row}D`)))
  const before = await bookingOf(moves.phone, moves.id)
  const done = await change((tx, about) => swapVehicle(tx, about, { departure: nine, seatMap: 'minibus-2+1-19' }))
  const value = done.ok ? done.value : expect.fail(done.code)
  expect((await bookingOf(stays.phone, stays.id)).passengers.map(({ seat }) => seat)).toEqual(['2A', '2B'])
  const state = await sold(nine)
  expect(state.departure.seatMap).toBe('minibus-2+1-19')
  expect(state.seatMap.id).toBe('minibus-2+1-19')
  const all = [stays, moves, ...fills]
  const held = new Set<string>()
  for (const { phone, id } of all) {
    const booking = await bookingOf(phone, id)
    for (const { seat, ticket } of booking.passengers) {
      expect(held.has(seat)).toBe(false)
      held.add(seat)
      const now = must(await ticketOfAccount(world.context.db.read, phone.actor.account, must(ticket, 'id')), 'ticket')
      expect(now).toMatchObject({ status: 'valid', seat })
    }
    expect(booking.choice?.reason).toBe(value.asked.includes(id) ? 'seat-lost' : undefined)
  }
  expect(Object.keys(state.taken).sort()).toEqual([...held].sort())
  expect(value.reseated).toContain(moves.id)
  const after = await bookingOf(moves.phone, moves.id)
  const old = await ticketOfAccount(
    world.context.db.read,
    moves.phone.actor.account,
    must(before.passengers[0]?.ticket, 'ticket'),
  )
  expect(old?.status).toBe('superseded')
  expect(after.price).toEqual(before.price)
  expect(after.due).toEqual(before.due)
})

test('[BK29] who lost their seat is asked no longer when a greater vehicle comes after all', async () => {
  const loses = await book(seats('13A', '13B', '13C', '13D', '13E'))
  const fills = await book(seats('1A', '2A', '2B', '2C', '3A', '3B', '3C', '4A', '4B'))
  const more = await book(seats('4C', '5A', '5B', '5C', '6A', '6B', '6C', '6D'))
  const small = await change((tx, about) => swapVehicle(tx, about, { departure: nine, seatMap: 'minibus-2+1-19' }))
  expect(small).toMatchObject({ ok: true, value: { asked: [loses.id] } })
  const answer = { booking: loses.id, answer: 'keep' }
  expect(await loses.phone.ask('booking.choose', answer)).toMatchObject({ code: 'no-choice' })
  const great = await change((tx, about) => swapVehicle(tx, about, { departure: nine, seatMap: 'double-2+2-74' }))
  expect(great).toMatchObject({ ok: true, value: { asked: [] } })
  expect((await bookingOf(loses.phone, loses.id)).choice).toBeUndefined()
  for (const { phone, id } of [loses, fills, more]) {
    expect(await phone.ask('booking.cancel', { booking: id })).toMatchObject({ status: 'confirmed' })
  }
  expect((await sold(nine)).taken).toEqual({})
})

test('[BK29] whoever lost a seat can give the booking back for all they paid', async () => {
  const loses = await book(seats('13A', '13B', '13C', '13D', '13E'))
  await book(seats('1A', '2A', '2B', '2C', '3A', '3B', '3C', '4A', '4B'))
  await book(seats('4C', '5A', '5B', '5C', '6A', '6B', '6C', '6D'))
  await change((tx, about) => swapVehicle(tx, about, { departure: nine, seatMap: 'minibus-2+1-19' }))
  expect(await loses.phone.ask('booking.choose', { booking: loses.id, answer: 'refund' })).toMatchObject({
    status: 'confirmed',
  })
  expect(await bookingOf(loses.phone, loses.id)).toMatchObject({ status: 'cancelled', cancelledBy: 'agency' })
})
