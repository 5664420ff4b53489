import { afterEach, beforeEach, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { ticket as ticketSchema } from 'shared/records.ts'
import type { BoardIntent } from 'shared/tickets/intents.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { charge } from '../payments/charge.ts'
import { earn } from '../payments/earn.ts'
import { paidFor } from '../payments/paid-for.ts'
import { refund } from '../payments/refund.ts'
import { balances, cards, euros, fill, ledger, pass, paymentFor, payWith, walletOfPhone } from '../testing/pay.ts'
import { makeWorld, type Phone, type World } from '../testing/world.ts'
import { earnPoints } from './earn-points.ts'
import { expireHolds } from './expire-holds.ts'
import { bookingOfAccount } from './read.ts'

const day = 86_400_000
const nine = departureIdAt(9)

let world: World
let phone: Phone
beforeEach(async () => {
  world = await makeWorld({ line: { hours: [9, 11], fare: 1000 } })
  phone = await world.passenger()
})
afterEach(async () => {
  const { kept, summed } = await balances(world)
  await world.close()
  expect(kept).toEqual(summed)
})

const eur = (amount: number) => ({ amount, currency: 'EUR' })
const book = (pay: 'wallet' | 'card' | 'on-board', more: object = {}) =>
  phone.ask('booking.book', { ...bookIntentOf({ departure: nine }), pay, ...more })
const points = async () => (await walletOfPhone(world, phone)).points
const booking = async (id: string) =>
  must(await bookingOfAccount(world.context.db.read, phone.actor.account, id), 'booking')
const sale = (id: string) => ({ booking: id, account: phone.actor.account, agency: 'f:A' })

/** Points as from many journeys before. */
const grantPoints = async (count: number) => {
  await fill(world, phone, count * 40)
  const { id } = await book('wallet')
  const more = count * 40 - 1000
  if (more < 0) throw new Error('Too few')
  await world.context.db.transact(async (tx) => {
    await charge(tx, world.context, { ...sale(id), amount: eur(more), pay: 'wallet', what: 'more' })
    await earn(tx, sale(id), { currency: 'EUR' })
  })
}

test('[PY13] points come when the coach has arrived, for what was paid, once', async () => {
  await fill(world, phone, 1000)
  await book('wallet')
  await earnPoints(world.context)
  expect(await points()).toBe(0)
  world.clock.now += day
  await earnPoints(world.context)
  await earnPoints(world.context)
  expect(await points()).toBe(30)
})

test('[PY13] a ride that was never paid earns nothing; one whose cash is told of late earns then', async () => {
  const { id } = await book('on-board')
  world.clock.now += day
  await earnPoints(world.context)
  expect(await points()).toBe(0)
  await tellCash(id)
  await earnPoints(world.context)
  expect(await points()).toBe(30)
})

test('[PY14] points pay at most half of a price, the wallet the rest, and the agency has the whole', async () => {
  await grantPoints(900)
  const before = await points()
  await fill(world, phone, 500)
  const { id, status } = await book('wallet', { points: 600 })
  expect(status).toBe('confirmed')
  expect([await points(), await euros(world, phone)]).toEqual([before - 500, 0])
  expect(await paidFor(world.context.db.read, id)).toMatchObject({
    wallet: 500,
    points: 500,
    pointsValue: 500,
    total: 1000,
  })
})

test('[PY14] points that are not there refuse with how many there are', async () => {
  await fill(world, phone, 1000)
  expect(await book('wallet', { points: 10 })).toMatchObject({ code: 'no-points', data: { limit: 0 } })
  expect(await euros(world, phone)).toBe(1000)
})

test('[PY14] with points a booking on board owes the rest, each ticket its part to the cent', async () => {
  await grantPoints(900)
  const args = bookIntentOf({ departure: departureIdAt(11), passengers: 3 })
  const { id } = await phone.ask('booking.book', { ...args, points: 100 })
  expect(await booking(id)).toMatchObject({ price: eur(3000), due: eur(2900) })
  const { changes } = await phone.exchange({ scopes: { [`account:${phone.actor.account}`]: { cursor: 0 } } })
  const rows = changes.flatMap((change) => ('rows' in change ? change.rows : []))
  const dues = rows
    .filter((row) => row.kind === 'ticket')
    .map((row) => ticketSchema.parse(row.value))
    .filter((ticket) => ticket.booking === id)
    .map((ticket) => ticket.due.amount)
  expect(dues.sort()).toEqual([966, 967, 967])
})

test('[PY15] points that were spent come back with the money, in proportion', async () => {
  await grantPoints(900)
  const before = await points()
  await fill(world, phone, 600)
  const { id } = await book('wallet', { points: 400 })
  const half = { ...sale(id), amount: eur(500), fee: eur(100) }
  const back = await world.context.db.transact((tx) => refund(tx, world.context, { ...half, what: 'r1' }))
  expect(back).toMatchObject({ toWallet: eur(240), kept: eur(100), pointsBack: 160 })
  const again = await world.context.db.transact((tx) => refund(tx, world.context, { ...half, what: 'r1' }))
  expect(again).toMatchObject({ toWallet: eur(0), pointsBack: 0 })
  await world.context.db.transact((tx) => refund(tx, world.context, { ...half, fee: eur(0), what: 'r2' }))
  expect([await points(), await euros(world, phone)]).toEqual([before, 500])
  expect(await paidFor(world.context.db.read, id)).toMatchObject({ total: 0, points: 0, fees: 100 })
})

test('[PY15] points that were earned are withdrawn with the money, as far as they are still there', async () => {
  await fill(world, phone, 1000)
  const { id } = await book('wallet')
  world.clock.now += day
  await earnPoints(world.context)
  const back = await world.context.db.transact((tx) =>
    refund(tx, world.context, { ...sale(id), amount: eur(1000), fee: eur(0) }),
  )
  expect(back).toMatchObject({ toWallet: eur(1000), pointsWithdrawn: 30 })
  expect(await points()).toBe(0)
})

test('[PY15] a hold that expires gives back the points that were spent on it', async () => {
  await grantPoints(900)
  const before = await points()
  const { id } = await book('card', { points: 500 })
  expect(await booking(id)).toMatchObject({ status: 'held', due: eur(500) })
  expect(await paymentFor(world, phone, id)).toMatchObject({ amount: eur(500) })
  world.clock.now += 16 * 60_000
  await expireHolds(world.context)
  expect(await points()).toBe(before)
})

test('[PY16] what was paid in several ways goes back to the card first, then to the wallet', async () => {
  const { id } = await book('card')
  await payWith(world, phone, id, cards.good)
  await pass(world, 5000)
  await tellCash(id, 300)
  const back = await world.context.db.transact((tx) =>
    refund(tx, world.context, { ...sale(id), amount: eur(1300), fee: eur(0) }),
  )
  expect(back).toMatchObject({ toCard: eur(1000), toWallet: eur(300) })
})

/** A conductor tells of cash for the first ticket of a booking. @returns the event. */
async function tellCash(id: string, amount = 1000, about: Partial<BoardIntent> = {}): Promise<string> {
  const conductor = await world.conductor()
  const { ticket } = must((await booking(id)).passengers[0], 'passenger')
  const event = world.id()
  await conductor.ask('tickets.board', {
    event,
    ticket,
    departure: nine,
    stop: 0,
    kind: 'cash',
    amount: eur(amount),
    device: conductor.device,
    deviceAt: world.clock.now,
    offset: 0,
    manifestAt: null,
    ...about,
  })
  return event
}

test("[PY17] cash taken on board is in the conductor's hands and the agency's revenue, once", async () => {
  const { id } = await book('on-board')
  const event = await tellCash(id)
  await tellCash(id, 1000, { event })
  const lines = await ledger(world)
  expect(lines).toMatchObject([{ kind: 'cash', target: 'revenue:f:A', amount: 1000 }])
  expect(lines[0]?.source).toMatch(/^cash:[0-9a-f]{32}$/)
  expect(await booking(id)).toMatchObject({ due: eur(0) })
})

test('[PY17] cash that was taken back is out of the ledger, whichever was told first', async () => {
  const { id } = await book('on-board')
  const taken = await tellCash(id)
  await tellCash(id, 0, { kind: 'undo', undoes: taken, amount: undefined })
  expect((await ledger(world)).map((line) => line.kind)).toEqual(['cash', 'cash-undone'])
  const early = world.id()
  await tellCash(id, 0, { kind: 'undo', undoes: early, amount: undefined })
  await tellCash(id, 1000, { event: early })
  expect(await ledger(world)).toHaveLength(2)
  expect(await booking(id)).toMatchObject({ due: eur(1000) })
})
