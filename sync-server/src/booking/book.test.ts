import { afterEach, beforeEach, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { parseMask } from 'shared/inventory/legs.ts'
import { bookIntentOf, departureIdAt, lineTimetable } from 'shared/testing/builders.ts'
import { parseTicket } from 'shared/tickets/codec.ts'
import { checkSignature } from 'shared/tickets/signature.ts'
import { soldDeparture } from '../inventory/departures.ts'
import { makeWorld, type World, worldStart } from '../testing/world.ts'
import { statement } from '../db/statement.ts'
import { bookingOfAccount, bookingsOfAccount } from './read.ts'

const hour = 3_600_000
const nine = departureIdAt(9)
const legs = statement<object, { seat: string; leg: number; booking: string }>((k) =>
  k('seat_leg').select('seat', 'leg', 'booking').orderBy(['seat', 'leg']),
)
const departures = statement<object, { id: string }>((k) => k('departure').select('id'))

let world: World
beforeEach(async () => {
  world = await makeWorld({ line: { hours: [9, 11] } })
})
afterEach(() => world.close())

const seats = (...labels: string[]) => [{ kind: 'seats' as const, seats: labels }]
const held = () => world.context.db.read.all(legs, {})
const takenOn = async (id: string) =>
  must(await soldDeparture(world.context.db.read, world.context.timetables, id), 'departure').taken

test('[IN1] a confirmed booking holds every leg of its ride on each of its seats, and nothing else', async () => {
  const phone = await world.passenger()
  const args = bookIntentOf({ departure: nine, from: 1, to: 3, passengers: 2, wishes: seats('2A', '2B') })
  const { id, status } = await phone.ask('booking.book', args)
  expect(status).toBe('confirmed')
  expect(await held()).toEqual(['2A', '2B'].flatMap((seat) => [1, 2].map((leg) => ({ seat, leg, booking: id }))))
  expect(await takenOn(nine)).toEqual({ '2A': '6', '2B': '6' })
})

test('[IN2] a seat freed at a stop can be taken from that stop', async () => {
  const [first, second] = [await world.passenger(), await world.passenger()]
  await first.ask('booking.book', bookIntentOf({ departure: nine, from: 0, to: 3, wishes: seats('2A') }))
  const overlapping = bookIntentOf({ departure: nine, from: 2, to: 4, wishes: seats('2A') })
  expect(await second.ask('booking.book', overlapping)).toMatchObject({ status: 'refused', code: 'seats-taken' })
  const onward = bookIntentOf({ departure: nine, from: 3, to: 4, wishes: seats('2A') })
  expect(await second.ask('booking.book', onward)).toMatchObject({ status: 'confirmed' })
  expect(await takenOn(nine)).toEqual({ '2A': 'f' })
})

test('[IN1] two phones ask for one seat at once: exactly one is confirmed, and the other hears what is free', async () => {
  const phones = [await world.passenger(), await world.passenger()]
  const args = bookIntentOf({ departure: nine, wishes: seats('3C') })
  const outcomes = await Promise.all(phones.map((phone) => phone.ask('booking.book', args)))
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['confirmed', 'refused'])
  const refused = must(
    outcomes.find((outcome) => outcome.status === 'refused'),
    'refusal',
  )
  expect(refused).toMatchObject({ code: 'seats-taken', data: { taken: ['3C'], freeSeats: 48, asOf: worldStart } })
  expect((await held()).map((row) => row.leg)).toEqual([0, 1])
})

test('[BK3] the phone that lost the seat gets its next wish', async () => {
  const phones = [await world.passenger(), await world.passenger()]
  const wishes = [...seats('3C'), { kind: 'any' as const }]
  const outcomes = await Promise.all(
    phones.map((phone) => phone.ask('booking.book', bookIntentOf({ departure: nine, wishes }))),
  )
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['confirmed', 'confirmed'])
  const loser = must(outcomes[1], 'outcome')
  const booking = await bookingOfAccount(world.context.db.read, must(phones[1], 'phone').actor.account, loser.id)
  expect(booking).toMatchObject({ wish: 1, failedWishes: [{ wish: 0, code: 'seats-taken' }] })
})

test('[BK16] a confirmed booking has one signed ticket for each passenger, good on public keys alone', async () => {
  const phone = await world.passenger()
  const args = bookIntentOf({ departure: nine, passengers: 2 })
  const { id } = await phone.ask('booking.book', args)
  const { changes } = await phone.exchange({ scopes: { [`account:${phone.actor.account}`]: { cursor: 0 } } })
  const rows = changes.flatMap((change) => ('rows' in change ? change.rows : []))
  const texts = rows.filter((row) => row.kind === 'ticket').map((row) => (row.value as { text: string }).text)
  expect(texts).toHaveLength(2)
  for (const text of texts) {
    const parsed = must(parseTicket(text), 'ticket')
    expect(await checkSignature(parsed, world.context.signer.keys)).toBe('good')
    expect(parsed.claims).toMatchObject({ board: 0, alight: 2, due: 500, name: expect.stringMatching(/^Ona/) })
  }
  const booking = must(await bookingOfAccount(world.context.db.read, phone.actor.account, id), 'booking')
  expect(booking).toMatchObject({ price: { amount: 1000 }, due: { amount: 1000 }, status: 'confirmed' })
})

test('[BK4] a refused booking leaves nothing, not even the departure it asked for', async () => {
  const phone = await world.passenger()
  const outcome = await phone.ask('booking.book', bookIntentOf({ departure: nine, ceiling: 1 }))
  expect(outcome).toMatchObject({ status: 'refused', code: 'price-above-limit' })
  expect(await world.context.db.read.all(departures, {})).toEqual([])
  expect(Object.keys(outcome.at)).toEqual([`account:${phone.actor.account}`])
})

test('[BK8] an account holds at most nine seats of a departure', async () => {
  const phone = await world.passenger()
  const ask = (passengers: number, departure = nine) =>
    phone.ask('booking.book', bookIntentOf({ departure, passengers }))
  expect(await ask(9)).toMatchObject({ status: 'confirmed' })
  expect(await ask(1)).toMatchObject({ code: 'too-many-seats', data: { limit: 9 } })
  expect(await ask(1, departureIdAt(11))).toMatchObject({ status: 'confirmed' })
})

test('[BK8] an account has at most three bookings to come that are not paid', async () => {
  const phone = await world.passenger()
  const ask = (departure: string) => phone.ask('booking.book', bookIntentOf({ departure }))
  for (const id of [nine, nine, departureIdAt(11)]) expect(await ask(id)).toMatchObject({ status: 'confirmed' })
  expect(await ask(nine)).toMatchObject({ code: 'too-many-unpaid', data: { limit: 3 } })
  // The day after, what was never paid no longer stands in the way.
  world.clock.now += 24 * hour
  expect(await ask(departureIdAt(9, '2026-11-25'))).toMatchObject({ status: 'confirmed' })
})

test('[BK9] a cancelled booking gives its seats back, and asking twice is asking once', async () => {
  const phone = await world.passenger()
  const { id } = await phone.ask('booking.book', bookIntentOf({ departure: nine, passengers: 2 }))
  expect(await phone.ask('booking.cancel', { booking: id })).toMatchObject({ status: 'confirmed' })
  expect(await held()).toEqual([])
  expect(await takenOn(nine)).toEqual({})
  expect(await phone.ask('booking.cancel', { booking: id })).toMatchObject({ status: 'confirmed' })
  const booking = await bookingOfAccount(world.context.db.read, phone.actor.account, id)
  expect(booking).toMatchObject({ status: 'cancelled', cancelledBy: 'passenger', due: { amount: 0 } })
  const again = bookIntentOf({ departure: nine, wishes: seats('1A') })
  expect(await (await world.passenger()).ask('booking.book', again)).toMatchObject({ status: 'confirmed' })
})

test("[BK9] somebody else's booking cannot be cancelled, and looks like none", async () => {
  const [owner, other] = [await world.passenger(), await world.passenger()]
  const { id } = await owner.ask('booking.book', bookIntentOf({ departure: nine }))
  const theirs = await other.ask('booking.cancel', { booking: id })
  const none = await other.ask('booking.cancel', { booking: world.id() })
  expect({ ...theirs, id: '', at: {} }).toEqual({ ...none, id: '', at: {} })
  expect(theirs).toMatchObject({ code: 'unknown-booking' })
  expect(await bookingsOfAccount(world.context.db.read, other.actor.account)).toEqual([])
})

test('[IN4] a departure with a booking keeps its stops and times whatever a later timetable says', async () => {
  const phone = await world.passenger()
  await phone.ask('booking.book', bookIntentOf({ departure: nine }))
  const before = await soldDeparture(world.context.db.read, world.context.timetables, nine)
  world.timetables.list = [lineTimetable({ hours: [9, 11], stops: 4, seatMap: 'vip-2+1-30' })]
  const after = await soldDeparture(world.context.db.read, world.context.timetables, nine)
  expect(after?.departure).toEqual(before?.departure)
  expect(after?.departure.calls).toHaveLength(7)
  expect(await phone.ask('booking.book', bookIntentOf({ departure: nine, from: 0, to: 6 }))).toMatchObject({
    status: 'confirmed',
  })
  expect(Object.values(await takenOn(nine)).map((mask) => parseMask(mask))).toContain(63n)
})

test('[BK34] a full coach leads to the next one of the line, found by the timetable of the server', async () => {
  const small = await makeWorld({ line: { hours: [9, 10, 11], seatMap: 'minibus-2+1-19' } })
  try {
    for (const passengers of [9, 8]) {
      const phone = await small.passenger()
      await phone.ask('booking.book', bookIntentOf({ departure: nine, passengers }))
    }
    const phone = await small.passenger()
    const wishes = [{ kind: 'together' as const }, { kind: 'later' as const, withinMinutes: 90 }]
    const { id } = await phone.ask('booking.book', bookIntentOf({ departure: nine, passengers: 3, wishes }))
    expect(await bookingOfAccount(small.context.db.read, phone.actor.account, id)).toMatchObject({
      departure: departureIdAt(10),
      wish: 1,
      failedWishes: [{ wish: 0, code: 'not-enough' }],
    })
  } finally {
    await small.close()
  }
})
