import { afterEach, beforeEach, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { salesClose } from 'shared/booking/sale.ts'
import type { WaitingParty } from 'shared/records.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { soldDeparture } from '../inventory/departures.ts'
import { makeWorld, type Phone, type World } from '../testing/world.ts'
import { cancelDeparture } from './disrupt.ts'
import { bookingOfAccount } from './read.ts'
import { serveLines } from './serve-waiting.ts'
import { swapVehicle } from './swap-vehicle.ts'
import { partyOfAccount } from './waiting-records.ts'

const nine = departureIdAt(9)
const hour = 3_600_000

let world: World
beforeEach(async () => {
  world = await makeWorld({ line: { hours: [9], seatMap: 'minibus-2+1-19' }, limits: { seatsPerDeparture: 9 } })
})
afterEach(() => world.close())

/** Nineteen seats, all sold from stop 0 to stop 2. */
async function sellOut() {
  const sold: { phone: Phone; id: string }[] = []
  for (const passengers of [9, 8, 2]) {
    const phone = await world.passenger()
    const { id, status } = await phone.ask('booking.book', bookIntentOf({ departure: nine, passengers }))
    expect(status).toBe('confirmed')
    sold.push({ phone, id })
  }
  return sold
}

const wish = (passengers = 1, about: object = {}) => {
  const { wishes: _, ...rest } = bookIntentOf({ departure: nine, passengers })
  return { ...rest, ...about }
}
async function waits(passengers = 1, about: object = {}) {
  const phone = await world.passenger()
  const outcome = await phone.ask('booking.wait', wish(passengers, about))
  expect(outcome).toMatchObject({ status: 'confirmed' })
  return { phone, id: outcome.id, outcome }
}
const party = async ({ phone, id }: { phone: Phone; id: string }): Promise<WaitingParty> =>
  must(await partyOfAccount(world.context.db.read, phone.actor.account, id), 'party')
const booking = ({ phone, id }: { phone: Phone; id: string }) =>
  bookingOfAccount(world.context.db.read, phone.actor.account, id)
const cancel = ({ phone, id }: { phone: Phone; id: string }, passengers?: number[]) =>
  phone.ask('booking.cancel', { booking: id, ...(passengers && { passengers }) })

test('[BK31] nobody waits for a departure that has seats, nor for one that is smaller than the party', async () => {
  const phone = await world.passenger()
  expect(await phone.ask('booking.wait', wish())).toMatchObject({ status: 'refused', code: 'not-full' })
  await sellOut()
  expect(await phone.ask('booking.wait', wish(1, { ceiling: { amount: 1, currency: 'EUR' } }))).toMatchObject({
    code: 'price-above-limit',
  })
})

test('[BK31] a party waits with its place in the line, and learns of it as it moves on', async () => {
  await sellOut()
  const [first, second, third] = [await waits(), await waits(2), await waits()]
  expect([first, second, third].map(({ outcome }) => outcome.data.place)).toEqual([1, 2, 3])
  expect(await party(second)).toMatchObject({
    status: 'waiting',
    place: 2,
    closesAt: world.clock.now + 2 * hour - salesClose,
  })
  expect(await first.phone.ask('booking.leave', { waiting: first.id })).toMatchObject({ status: 'confirmed' })
  expect(await first.phone.ask('booking.leave', { waiting: first.id })).toMatchObject({ status: 'confirmed' })
  expect(await party(first)).toMatchObject({ status: 'withdrawn', place: null })
  expect([(await party(second)).place, (await party(third)).place]).toEqual([1, 2])
  const other = await world.passenger()
  expect(await other.ask('booking.leave', { waiting: second.id })).toMatchObject({ code: 'unknown-booking' })
  // The phone hears of its new place.
  const { changes } = await third.phone.exchange({
    scopes: { [`account:${third.phone.actor.account}`]: { cursor: 0 } },
  })
  const rows = changes.flatMap((change) => ('rows' in change ? change.rows : []))
  expect(rows.find(({ kind }) => kind === 'waiting')?.value).toMatchObject({ id: third.id, place: 2 })
})

test('[BK32] seats given up go to the first of the line in the same unit, both of a party or none', async () => {
  const sold = await sellOut()
  const [pair, single] = [await waits(2), await waits()]
  // One seat is not enough for the pair: it keeps its place, and the one behind it travels.
  await cancel(must(sold[0], 'booking'), [0])
  expect(await party(pair)).toMatchObject({ status: 'waiting', place: 1 })
  expect(await party(single)).toMatchObject({ status: 'served', place: null })
  expect(await booking(single)).toMatchObject({ id: single.id, status: 'confirmed' })
  await cancel(must(sold[0], 'booking'), [1, 2])
  expect(await party(pair)).toMatchObject({ status: 'served' })
  const booked = must(await booking(pair), 'booking')
  expect(booked.passengers).toHaveLength(2)
  expect(await pair.phone.ask('booking.leave', { waiting: pair.id })).toMatchObject({ code: 'already-served' })
  const { taken } = must(await soldDeparture(world.context.db.read, world.context.timetables, nine), 'departure')
  expect(Object.keys(taken)).toHaveLength(19)
})

test('[BK32] who asks after a seat was given up does not overtake the line', async () => {
  const [, , last] = await sellOut()
  const first = await waits(2)
  const hasty = await world.passenger()
  const [, outcome] = await Promise.all([
    cancel(must(last, 'booking')),
    hasty.ask('booking.book', bookIntentOf({ departure: nine })),
  ])
  expect(outcome).toMatchObject({ status: 'refused', code: 'not-enough' })
  expect(await party(first)).toMatchObject({ status: 'served' })
})

test('[BK32] who cannot pay is passed over, is told why, and keeps the place', async () => {
  const [, , last] = await sellOut()
  const poor = await waits(1, { pay: 'wallet' })
  const next = await waits()
  await cancel(must(last, 'booking'), [0])
  expect(await party(poor)).toMatchObject({ status: 'waiting', place: 1, why: 'no-money' })
  expect(await party(next)).toMatchObject({ status: 'served' })
})

test('[BK32] a greater vehicle serves the line', async () => {
  await sellOut()
  const pair = await waits(2)
  await world.context.db.transact((tx) =>
    tx.attempt(() => swapVehicle(tx, world.context, { departure: nine, seatMap: 'coach-2+2-49' })),
  )
  expect(await party(pair)).toMatchObject({ status: 'served' })
})

test('[BK33] the line closes with the sales, and with the departure', async () => {
  const sold = await sellOut()
  const one = await waits()
  world.clock.now += 2 * hour - salesClose - 1
  await serveLines(world.context)
  expect(await party(one)).toMatchObject({ status: 'waiting' })
  world.clock.now += 1
  await serveLines(world.context)
  expect(await party(one)).toMatchObject({ status: 'closed', why: 'sales-closed', place: null })
  await cancel(must(sold[0], 'booking'))
  expect(await booking(one)).toBeUndefined()
})

test('[BK33] a cancelled departure closes its line', async () => {
  await sellOut()
  const one = await waits()
  await world.context.db.transact((tx) =>
    tx.attempt(() => cancelDeparture(tx, world.context, { departure: nine, until: null })),
  )
  expect(await party(one)).toMatchObject({ status: 'closed', why: 'cancelled' })
})

test('[BK31] an account waits in three lines at most, and no line is longer than fifty', async () => {
  await sellOut()
  const phone = await world.passenger()
  for (let n = 0; n < 3; n += 1) expect(await phone.ask('booking.wait', wish())).toMatchObject({ status: 'confirmed' })
  expect(await phone.ask('booking.wait', wish())).toMatchObject({ code: 'line-full', data: { limit: 3 } })
})
