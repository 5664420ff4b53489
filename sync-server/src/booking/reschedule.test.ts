import { afterEach, beforeEach, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { manifestEntry } from 'shared/records.ts'
import { soldDeparture } from '../inventory/departures.ts'
import { makeWorld, type Phone, type World } from '../testing/world.ts'
import { ticketOfAccount } from '../tickets/records.ts'
import { bookingOfAccount } from './read.ts'
import { quoteMove } from './reschedule.ts'

const nine = departureIdAt(9)
const eleven = departureIdAt(11)
const eur = (amount: number) => ({ amount, currency: 'EUR' })
const free = { fee: eur(0), back: eur(0), dueAfter: eur(1000) }

let world: World
let phone: Phone
beforeEach(async () => {
  world = await makeWorld({ line: { hours: [9, 11] } })
  phone = await world.passenger()
})
afterEach(() => world.close())

const bookingOf = async (id: string) =>
  must(await bookingOfAccount(world.context.db.read, phone.actor.account, id), 'booking')
const takenOn = async (id: string) =>
  must(await soldDeparture(world.context.db.read, world.context.timetables, id), 'departure').taken
const ticket = async (id: string | null) =>
  must(await ticketOfAccount(world.context.db.read, phone.actor.account, must(id, 'id')), 'ticket')

const to = (booking: string, about: object = {}) => ({
  booking,
  departure: eleven,
  board: { index: 0, stop: 'f:s0' },
  alight: { index: 2, stop: 'f:s2' },
  wishes: [{ kind: 'any' }],
  pay: 'on-board',
  quote: free,
  ...about,
})

async function book(passengers = 2) {
  const wishes = [{ kind: 'together' as const }]
  const { id } = await phone.ask('booking.book', bookIntentOf({ departure: nine, passengers, wishes }))
  return bookingOf(id)
}

test('[BK21] a booking moves to another departure: same id, new seats, old ones free, tickets replaced', async () => {
  const before = await book()
  expect(await phone.ask('booking.reschedule', to(before.id))).toMatchObject({
    status: 'confirmed',
    data: { booking: before.id, departure: eleven },
  })
  const after = await bookingOf(before.id)
  expect(after).toMatchObject({
    id: before.id,
    reference: before.reference,
    departure: eleven,
    status: 'confirmed',
    price: eur(1000),
    due: eur(1000),
  })
  expect(await takenOn(nine)).toEqual({})
  expect(Object.keys(await takenOn(eleven))).toEqual(after.passengers.map(({ seat }) => seat))
  for (const [i, { ticket: id, seat }] of after.passengers.entries()) {
    const [old, fresh] = [await ticket(before.passengers[i]?.ticket ?? null), await ticket(id)]
    expect(old).toMatchObject({ status: 'superseded', departure: nine, due: eur(0) })
    expect(fresh).toMatchObject({ status: 'valid', departure: eleven, rev: 1, seat, due: eur(500) })
  }
  // The conductor of the old departure sees that these tickets were replaced.
  const conductor = await world.conductor()
  const { changes } = await conductor.exchange({ scopes: { [`manifest:${nine}`]: { cursor: 0 } } })
  const rows = changes.flatMap((change) => ('rows' in change ? change.rows : []))
  const entries = rows.map(({ value }) => manifestEntry.parse(value))
  expect(entries.map(({ status }) => status)).toEqual(['superseded', 'superseded'])
})

test('[BK21] refused, a booking stays as it was to the last row', async () => {
  const before = await book()
  const other = await world.passenger()
  for (let i = 0; i < 5; i += 1) {
    const one = await world.passenger()
    await one.ask('booking.book', bookIntentOf({ departure: eleven, passengers: 9 }))
  }
  await other.ask('booking.book', bookIntentOf({ departure: eleven, passengers: 3 }))
  expect(await phone.ask('booking.reschedule', to(before.id))).toMatchObject({
    status: 'refused',
    code: 'not-enough',
    data: { booking: before.id, freeSeats: 1 },
  })
  expect(await bookingOf(before.id)).toEqual(before)
  expect(Object.keys(await takenOn(nine))).toHaveLength(2)
})

test('[BK21] what was quoted binds: more debt than shown is refused with the new quote', async () => {
  const before = await book()
  const shown = { ...free, dueAfter: eur(999) }
  expect(await phone.ask('booking.reschedule', to(before.id, { quote: shown }))).toMatchObject({
    code: 'quote-changed',
    data: { quote: { fee: eur(0), back: eur(0), dueAfter: eur(1000) } },
  })
  const ask = { ...to(before.id), wishes: [{ kind: 'any' as const }], pay: 'on-board' as const }
  const asked = { ...ask, account: phone.actor.account }
  const quote = await quoteMove(world.context.db.read, world.context, asked, world.clock.now)
  expect(quote).toMatchObject({ ok: true, value: { fee: eur(0), dueAfter: eur(1000) } })
})

test('[BK21] seats may be changed on the same departure', async () => {
  const before = await book()
  const wishes = [{ kind: 'seats', seats: ['9C', '9D'] }]
  expect(await phone.ask('booking.reschedule', to(before.id, { departure: nine, wishes }))).toMatchObject({
    status: 'confirmed',
  })
  expect(Object.keys(await takenOn(nine))).toEqual(['9C', '9D'])
})

test('[BK21] on the same departure a seat may be kept for another part of the way', async () => {
  const before = await book(1)
  const [seat] = before.passengers.map((passenger) => passenger.seat)
  const ride = { departure: nine, board: { index: 2, stop: 'f:s2' }, alight: { index: 4, stop: 'f:s4' } }
  const wishes = [{ kind: 'seats', seats: [seat] }]
  expect(await phone.ask('booking.reschedule', to(before.id, { ...ride, wishes }))).toMatchObject({
    status: 'confirmed',
    data: { seats: [seat] },
  })
  // Legs 2 and 3 of the seat, and no other.
  expect(await takenOn(nine)).toEqual({ [must(seat, 'seat')]: 'c' })
})

test("[BK21] nobody moves somebody else's booking, nor one whose coach has left, nor one that is cancelled", async () => {
  const before = await book()
  const other = await world.passenger()
  expect(await other.ask('booking.reschedule', to(before.id))).toMatchObject({ code: 'unknown-booking' })
  expect(await phone.ask('booking.reschedule', to(before.id, { departure: 'f:none@20261124' }))).toMatchObject({
    code: 'unknown-departure',
  })
  const start = world.clock.now
  world.clock.now += 3 * 3_600_000
  expect(await phone.ask('booking.reschedule', to(before.id))).toMatchObject({ code: 'departed' })
  world.clock.now = start
  await phone.ask('booking.cancel', { booking: before.id })
  expect(await phone.ask('booking.reschedule', to(before.id))).toMatchObject({ code: 'already-cancelled' })
})

test('[BK20] [BK21] after one of three has cancelled, the two who travel move', async () => {
  const { id } = await book(3)
  await phone.ask('booking.cancel', { booking: id, passengers: [1] })
  expect(await phone.ask('booking.reschedule', to(id))).toMatchObject({ status: 'confirmed' })
  const after = await bookingOf(id)
  expect(after.price).toEqual(eur(1000))
  const travelling = after.passengers.filter((passenger) => passenger.cancelledAt === undefined)
  expect(Object.keys(await takenOn(eleven))).toEqual(travelling.map(({ seat }) => seat))
  expect(await takenOn(nine)).toEqual({})
})
