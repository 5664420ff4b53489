import { afterEach, beforeEach, expect, test } from 'vitest'
import { must, type Result } from 'shared/base/result.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { auditOfWorld } from '../testing/audit.ts'
import { cards, fill, ledger, paymentFor, payWith, pass, walletOfPhone } from '../testing/pay.ts'
import { makeWorld, type Phone, type World } from '../testing/world.ts'
import type { Tx } from '../db/transact.ts'
import { soldDeparture } from '../inventory/departures.ts'
import { cancelDeparture, type DisruptWorld } from './disrupt.ts'
import { expireMoves } from './drop-move.ts'
import { bookingOfAccount } from './read.ts'
import { publishKeys } from '../tickets/keys.ts'
import { swapVehicle } from './swap-vehicle.ts'

const nine = departureIdAt(9)
const eleven = departureIdAt(11)
const minute = 60_000
const eur = (amount: number) => ({ amount, currency: 'EUR' })

let world: World
let phone: Phone
beforeEach(async () => {
  world = await makeWorld({ line: { hours: [9, 11] } })
  phone = await world.passenger()
  await fill(world, phone, 1000)
  await world.context.db.transact((tx) => publishKeys(tx, world.context.signer))
})
afterEach(async () => {
  expect(await auditOfWorld(world)).toEqual([])
  await world.close()
})

const bookingOf = async (id: string) =>
  must(await bookingOfAccount(world.context.db.read, phone.actor.account, id), 'booking')
const takenOn = async (id: string) =>
  Object.keys(must(await soldDeparture(world.context.db.read, world.context.timetables, id), 'departure').taken)
const later = (ms: number) => pass(world, ms, () => expireMoves(world.context))
const change = <T>(verb: (tx: Tx, about: DisruptWorld) => Promise<Result<T>>): Promise<Result<T>> =>
  world.context.db.transact((tx) => tx.attempt(() => verb(tx, world.context)))

/** Two who paid 10.00 from the wallet, two hours before their coach: to move costs a tenth of it. */
async function book() {
  const about = { departure: nine, passengers: 2, wishes: [{ kind: 'together' as const }] }
  const { id } = await phone.ask('booking.book', { ...bookIntentOf(about), pay: 'wallet' })
  return bookingOf(id)
}
const move = (booking: string, about: object = {}) =>
  phone.ask('booking.reschedule', {
    booking,
    departure: eleven,
    board: { index: 0, stop: 'f:s0' },
    alight: { index: 2, stop: 'f:s2' },
    wishes: [{ kind: 'together' }],
    pay: 'card',
    quote: { fee: eur(100), back: eur(-100), dueAfter: eur(0) },
    ...about,
  })

test('[BK35] a move whose difference is paid by card keeps the new seats, and the booking stands until it is paid', async () => {
  const before = await book()
  const asked = await move(before.id)
  const until = world.clock.now + 15 * minute
  expect(asked).toMatchObject({ status: 'held', data: { booking: before.id, departure: eleven, heldUntil: until } })
  const held = await bookingOf(before.id)
  const { moving, ...rest } = held
  expect(rest).toEqual(before)
  expect(moving).toMatchObject({ departure: eleven, price: eur(1000), more: eur(100), until })
  expect(await takenOn(nine)).toEqual(before.passengers.map(({ seat }) => seat))
  expect(await takenOn(eleven)).toEqual(moving?.seats)
  expect(await auditOfWorld(world)).toEqual([])

  await payWith(world, phone, before.id, cards.good)
  await later(5000)
  const after = await bookingOf(before.id)
  expect(after).toMatchObject({
    status: 'confirmed',
    departure: eleven,
    price: eur(1000),
    due: eur(0),
    fee: eur(100),
  })
  expect(after.moving).toBeUndefined()
  expect(after.passengers.map(({ seat }) => seat)).toEqual(moving?.seats)
  expect(after.passengers.map(({ ticket }) => ticket)).not.toEqual(before.passengers.map(({ ticket }) => ticket))
  expect(await takenOn(nine)).toEqual([])
  const lines = (await ledger(world)).filter(({ kind }) => kind === 'capture' || kind === 'fee')
  expect(lines.sort((a, b) => (a.kind < b.kind ? -1 : 1))).toMatchObject([
    { kind: 'capture', source: 'clearing:local', target: 'revenue:f:A', amount: 100 },
    { kind: 'fee', source: 'revenue:f:A', target: 'fees:f:A', amount: 100 },
  ])
})

test('[BK36] a move that is not paid in time gives the new seats back and leaves the booking as it was; late money returns', async () => {
  const before = await book()
  await move(before.id)
  await payWith(world, phone, before.id, cards.late)
  await later(16 * minute)
  expect(await bookingOf(before.id)).toEqual(before)
  expect(await takenOn(eleven)).toEqual([])
  expect(await paymentFor(world, phone, before.id)).toMatchObject({ status: 'closed' })
  await later(60 * minute)
  expect(await paymentFor(world, phone, before.id)).toMatchObject({
    status: 'returned',
    code: 'paid-but-gone',
    refunds: [{ amount: eur(100), status: 'succeeded' }],
  })
  expect(await bookingOf(before.id)).toEqual(before)
})

test('[BK35] a declined card may be followed by another; another amount than asked moves nothing', async () => {
  const before = await book()
  await move(before.id)
  await payWith(world, phone, before.id, cards.declined)
  await later(2000)
  await payWith(world, phone, before.id, cards.short)
  await later(2000)
  expect(await bookingOf(before.id)).toMatchObject({ departure: nine, moving: { departure: eleven } })
  await later(16 * minute)
  expect(await bookingOf(before.id)).toEqual(before)
})

test('[BK36] who cancels instead of paying is given back what was paid, and the card may not be charged any more', async () => {
  const before = await book()
  await move(before.id)
  const quote = { fee: eur(1000), back: eur(0) }
  const { status } = await phone.ask('booking.cancel', { booking: before.id, quote }, { version: 2 })
  expect(status).toBe('confirmed')
  expect(await takenOn(eleven)).toEqual([])
  expect(await paymentFor(world, phone, before.id)).toMatchObject({ status: 'closed', url: null })
  expect((await walletOfPhone(world, phone)).balances).toEqual([eur(750)])
})

test('[BK36] a second request to move takes the place of one that waits; refused, it leaves that one waiting', async () => {
  const before = await book()
  await move(before.id)
  const first = await bookingOf(before.id)
  const shown = { fee: eur(0), back: eur(0), dueAfter: eur(0) }
  expect(await move(before.id, { quote: shown })).toMatchObject({ code: 'quote-changed' })
  expect(await bookingOf(before.id)).toEqual(first)
  expect(await move(before.id, { wishes: [{ kind: 'seats', seats: ['9A', '9B'] }] })).toMatchObject({ status: 'held' })
  expect(await takenOn(eleven)).toEqual(['9A', '9B'])
  await fill(world, phone, 100)
  expect(await move(before.id, { pay: 'wallet' })).toMatchObject({ status: 'confirmed' })
  expect(await bookingOf(before.id)).toMatchObject({ departure: eleven })
})

test('[BK36] of who boards the old coach while the money is on its way the money goes back', async () => {
  const before = await book()
  await move(before.id)
  await payWith(world, phone, before.id, cards.silent)
  const ticket = must(before.passengers[0]?.ticket, 'ticket')
  const conductor = await world.conductor()
  const about = { device: conductor.device, deviceAt: world.clock.now, offset: 0, manifestAt: null }
  await conductor.ask('tickets.board', {
    event: world.id(),
    ticket,
    departure: nine,
    stop: 0,
    kind: 'board',
    verdict: 'valid',
    ...about,
  })
  await later(3 * minute)
  expect(await bookingOf(before.id)).toEqual(before)
  expect(await takenOn(eleven)).toEqual([])
  expect(await paymentFor(world, phone, before.id)).toMatchObject({ status: 'returned' })
})

test('[BK36] a new departure that is taken off, or gets another vehicle, keeps no seats for who has not paid', async () => {
  for (const disrupt of [
    () => change((tx, about) => swapVehicle(tx, about, { departure: eleven, seatMap: 'vip-2+1-30' })),
    () => change((tx, about) => cancelDeparture(tx, about, { departure: eleven, until: null })),
  ]) {
    await fill(world, phone, 1000)
    const before = await book()
    // The first has cost some seconds: the ladder is a step further.
    await move(before.id, { quote: { fee: eur(250), back: eur(-250), dueAfter: eur(0) } })
    await payWith(world, phone, before.id, cards.good)
    expect(await disrupt()).toMatchObject({ ok: true })
    expect(await takenOn(eleven)).toEqual([])
    await later(5000)
    expect(await bookingOf(before.id)).toEqual(before)
    expect(await paymentFor(world, phone, before.id)).toMatchObject({ status: 'returned' })
  }
})

test('[BK36] who is asked what now, for their old coach is taken off, owes no difference any more', async () => {
  const before = await book()
  await move(before.id)
  await change((tx, about) => cancelDeparture(tx, about, { departure: nine, until: world.clock.now + minute }))
  const asked = await bookingOf(before.id)
  expect(asked.choice?.reason).toBe('departure-cancelled')
  expect(asked.moving).toBeUndefined()
  expect(await paymentFor(world, phone, before.id)).toMatchObject({ status: 'closed' })
})
