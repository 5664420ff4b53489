import { afterEach, beforeEach, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { type BoardingFact, ticketState } from 'shared/tickets/events.ts'
import type { BoardIntent } from 'shared/tickets/intents.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { dayOfText } from 'shared/base/time.ts'
import { bookingOfAccount } from '../booking/read.ts'
import { swapVehicle } from '../booking/swap-vehicle.ts'
import { departuresWithLoad } from '../operator/departures.ts'
import { auditOfWorld } from '../testing/audit.ts'
import { makeWorld, type Phone, type World } from '../testing/world.ts'
import { factsOf } from './boarded.ts'
import { publishKeys } from './keys.ts'

const nine = departureIdAt(9)

let world: World
let passenger: Phone
let conductor: Phone
let booking: string
beforeEach(async () => {
  world = await makeWorld({ line: { hours: [9] } })
  await world.context.db.transact((tx) => publishKeys(tx, world.context.signer))
  passenger = await world.passenger()
  conductor = await world.conductor()
  const wishes = [{ kind: 'seats' as const, seats: ['12A', '12B'] }]
  booking = (await passenger.ask('booking.book', bookIntentOf({ departure: nine, passengers: 2, wishes }))).id
})
afterEach(async () => {
  expect(await auditOfWorld(world)).toEqual([])
  await world.close()
})

const tickets = async (): Promise<string[]> => {
  const found = must(await bookingOfAccount(world.context.db.read, passenger.actor.account, booking), 'booking')
  return found.passengers.map(({ ticket }) => must(ticket, 'ticket'))
}
/** A vehicle whose rows end before theirs. */
const swap = (seatMap = 'minibus-2+1-19') =>
  world.context.db.transact((tx) => tx.attempt(() => swapVehicle(tx, world.context, { departure: nine, seatMap })))

async function tell(ticket: string, about: Partial<BoardIntent> = {}): Promise<string> {
  const event = world.id()
  const when = { device: conductor.device, deviceAt: world.clock.now, offset: 0, manifestAt: null }
  const fact = { event, ticket, departure: nine, stop: 0, kind: 'board', verdict: 'cash-due', ...when, ...about }
  expect(await conductor.ask('tickets.board', fact)).toMatchObject({ status: 'recorded' })
  return event
}
const stateOf = async (ticket: string) => ticketState(ticket, await factsOf(world.context.db.read, ticket))
const aboard = async (): Promise<boolean[]> =>
  Promise.all((await tickets()).map(async (ticket) => (await stateOf(ticket)).boardings.length > 0))

test('[BK37] who is on board when another vehicle comes is on board with the new ticket', async () => {
  const before = await tickets()
  await tell(must(before[0], 'ticket'))
  expect(await swap()).toMatchObject({ ok: true, value: { reseated: [booking] } })
  const after = await tickets()
  expect(after).not.toEqual(before)
  expect(await aboard()).toEqual([true, false])
  // Every conductor's phone hears of it, and the operator counts one.
  const { changes } = await conductor.exchange({ scopes: { [`manifest:${nine}`]: { cursor: 0 } } })
  const rows = changes.flatMap((change) => ('rows' in change ? change.rows : []))
  const told = rows.filter(({ kind }) => kind === 'boarding-event').map(({ value }) => value as BoardingFact)
  expect(told.map(({ ticket }) => ticket).sort()).toEqual([before[0], after[0]].sort())
  const day = must(dayOfText('2026-11-24'), 'day')
  const ask = { agency: 'f:A', day, most: 10 }
  const { departures } = await departuresWithLoad(world.context.db.read, world.context.timetables.current(), ask)
  expect(departures[0]).toMatchObject({ passengers: 2, boarded: 1 })
  // Again another vehicle, and it stays so.
  await swap('double-2+2-74')
  await swap('vip-2+1-30')
  expect(await aboard()).toEqual([true, false])
})

test('[BK37] a boarding of before the swap that is told after it counts, and what takes it back takes back both', async () => {
  const [old] = await tickets()
  await swap()
  const event = await tell(must(old, 'ticket'), { deviceAt: world.clock.now - 60_000 })
  expect(await aboard()).toEqual([true, false])
  await tell(must(old, 'ticket'), { kind: 'undo', undoes: event })
  expect(await aboard()).toEqual([false, false])
})

test('[BK37] an undo that was told first leaves nobody on board, and two scans of both tickets are one too many', async () => {
  const [old] = await tickets()
  await swap()
  const event = world.id()
  await tell(must(old, 'ticket'), { kind: 'undo', undoes: event })
  await tell(must(old, 'ticket'), { event })
  expect(await aboard()).toEqual([false, false])
  const [fresh] = await tickets()
  await tell(must(fresh, 'ticket'))
  await tell(must(old, 'ticket'))
  expect((await stateOf(must(fresh, 'ticket'))).doubleBoarded).toBe(true)
})

test('[BK37] who keeps their seat keeps their ticket', async () => {
  const before = await tickets()
  await tell(must(before[0], 'ticket'))
  // It has rows enough for both.
  expect(await swap('double-2+2-74')).toMatchObject({ ok: true, value: { reseated: [] } })
  expect(await tickets()).toEqual(before)
  expect(await aboard()).toEqual([true, false])
})
