import { expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import type { BookIntent } from 'shared/booking/intents.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import type { BoardIntent } from 'shared/tickets/intents.ts'
import { conflicts } from '../../../sync-server/src/sync/conflicts.ts'
import { recordsOf } from '../local/rows.ts'
import { bookings, nine, type Passenger, restorable } from '../testing/restorable.ts'
import { memoryLocks } from '../testing/ports.ts'

const here = restorable()
const { passenger, phoneOf, backup, restore } = here

const seats = (...labels: string[]): BookIntent['wishes'][number] => ({ kind: 'seats', seats: labels })
const party = (...names: string[]) => names.map((name) => ({ name }))
const book = (about: Partial<BookIntent> = {}): BookIntent => ({
  ...bookIntentOf({ departure: nine }),
  pay: 'on-board',
  ...about,
})

const ticketsOf = async ({ phone }: Passenger) =>
  (await recordsOf(phone.cache, 'ticket')).map(({ id, reference, seat, passenger: name, text, status, rev }) => ({
    id,
    reference,
    seat,
    name,
    text,
    status,
    rev,
  }))

/** A fact of the conductor's own app about a ticket. */
const fact = (ticket: string, event: string, about: Partial<BoardIntent> = {}): BoardIntent => ({
  event: event.repeat(32),
  departure: nine,
  ticket,
  kind: 'board',
  verdict: 'valid',
  stop: 0,
  device: 'd'.repeat(32),
  deviceAt: here.world.clock.now,
  offset: 0,
  manifestAt: null,
  ...about,
})

test('[SY83] the tickets that passengers hold stay good: the same codes, under the same reference', async () => {
  const ona = await passenger(1)
  const file = await backup()
  await ona.phone.ask(
    'booking.book',
    book({ passengers: party('Ona', 'Jonas', 'Ona'), wishes: [seats('4C', '2A', '3B')] }),
  )
  await ona.phone.engine.drain()
  const before = await ticketsOf(ona)
  const booked = await recordsOf(ona.phone.cache, 'booking')
  await restore(file)
  await ona.phone.engine.drain()
  expect(await ticketsOf(ona)).toEqual(before)
  const again = await recordsOf(ona.phone.cache, 'booking')
  expect(again.map(({ reference, passengers }) => ({ reference, passengers }))).toEqual(
    booked.map(({ reference, passengers }) => ({ reference, passengers })),
  )
  expect(before).toHaveLength(3)
})

test('[SY83] a ticket for a ride that a wish named is for that ride again', async () => {
  const ona = await passenger(1)
  const file = await backup()
  const args = book({ passengers: party('Ona'), wishes: [seats('1A')] })
  const jonas = await passenger(2)
  await jonas.phone.ask('booking.book', args)
  await jonas.phone.engine.drain()
  const { board, alight } = args
  const later = { kind: 'departure', departure: departureIdAt(11), board, alight } as const
  await ona.phone.ask('booking.book', { ...args, wishes: [seats('1A'), later] })
  await ona.phone.engine.drain()
  const before = await ticketsOf(ona)
  await restore(file)
  // The seat she wanted first is free now.
  await ona.phone.engine.drain()
  expect((await recordsOf(ona.phone.cache, 'booking')).map(({ departure }) => departure)).toEqual([departureIdAt(11)])
  expect(await ticketsOf(ona)).toEqual(before)
})

test('[SY83] who cancelled for one of the party leaves the others on their seats', async () => {
  const ona = await passenger(1)
  const file = await backup()
  const id = await ona.phone.ask('booking.book', book({ passengers: party('Ona', 'Jonas'), wishes: [seats('4C', '2A'), { kind: 'any' }] })) // prettier-ignore
  await ona.phone.engine.drain()
  await ona.phone.ask('booking.cancel', { booking: id, passengers: [0] })
  await ona.phone.engine.drain()
  const before = (await ticketsOf(ona)).filter(({ status }) => status === 'valid')
  expect(before).toMatchObject([{ seat: '2A' }])
  await restore(file)
  await ona.phone.engine.drain()
  expect((await ticketsOf(ona)).filter(({ status }) => status === 'valid')).toEqual(before)
})

test('[SY83] a boarding and cash that the server forgot count for the ticket again, whoever comes back first', async () => {
  for (const [first, boarded, paid] of [['passenger', 'b', 'c'] as const, ['conductor', 'e', 'f'] as const]) {
    const ona = await passenger(first === 'passenger' ? 1 : 2)
    const conductor = phoneOf(
      await here.world.person([{ agency: 'f:A', role: 'conductor' }]),
      first === 'passenger' ? 30 : 31,
    )
    conductor.phone.follow.push(`manifest:${nine}`)
    const file = await backup()
    await ona.phone.ask('booking.book', book({ passengers: party('Ona') }))
    await ona.phone.engine.drain()
    const [ticket] = await recordsOf(ona.phone.cache, 'ticket')
    const { id, due } = must(ticket, 'ticket')
    expect(due.amount).toBeGreaterThan(0)
    await conductor.phone.ask('tickets.board', fact(id, boarded))
    await conductor.phone.ask('tickets.board', fact(id, paid, { kind: 'cash', amount: due }))
    await conductor.phone.engine.drain()
    await restore(file)
    const order = first === 'passenger' ? [ona, conductor] : [conductor, ona]
    for (const each of [...order, ona, conductor]) await each.phone.engine.drain()
    expect(await recordsOf(ona.phone.cache, 'booking'), first).toMatchObject([{ due: { amount: 0 } }])
    const told = await recordsOf(conductor.phone.cache, 'boarding-event')
    expect(told.filter((each) => each.ticket === id)).toHaveLength(2)
    expect(await conflicts(here.world.context.db.read, ['f:A'])).toEqual([])
  }
})

test('[SY84] an answer of the server before the restore that comes late is as if it had never come', async () => {
  // A browser without locks: two tabs drain at once.
  const ona = await passenger(1, { locks: { ...memoryLocks(), exclusive: false, tryHold: (_, work) => work() } })
  await ona.phone.engine.drain()
  const file = await backup()
  const id = await ona.phone.ask('booking.book', book({ wishes: [seats('5A')] }))
  const open = ona.network.hold()
  const late = ona.phone.engine.drain()
  await expect.poll(() => ona.network.sent.at(-1)?.intents.length).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await restore(file)
  await ona.phone.secondEngine(phoneOf(ona.actor, 3).network).drain()
  open()
  await late
  ona.phone.clock.set(ona.phone.clock.now() + 61_000)
  await ona.phone.engine.drain()
  expect(await ona.phone.state(id)).toBe('settled')
  expect(await bookings(ona)).toMatchObject([{ id, seats: ['5A'] }])
})

test('[SY78] a refusal that was forgotten is settled: what it was written to may never be reached again', async () => {
  const ona = await passenger(1)
  await ona.phone.engine.drain()
  const file = await backup()
  for (const seat of ['1A', '2A', '3A']) await ona.phone.ask('booking.book', book({ wishes: [seats(seat)] }))
  await ona.phone.engine.drain()
  const refused = await ona.phone.ask('booking.book', book({ ceiling: { amount: 1, currency: 'EUR' } }))
  await ona.phone.engine.drain()
  // The tab died when the answer was stored, and before it was settled.
  await ona.phone.outbox.intents.update(refused, { state: 'final' })
  await restore(file)
  await ona.phone.engine.drain()
  expect(await ona.phone.state(refused)).toBe('settled')
})

test('[SY79] a conflict that a second restore forgot waits for a person again, with the same tickets', async () => {
  const ona = await passenger(1)
  const jonas = await passenger(2)
  const before = await backup()
  const id = await ona.phone.ask('booking.book', book({ wishes: [seats('5A')] }))
  await ona.phone.engine.drain()
  const [ticket] = await ticketsOf(ona)
  await restore(before)
  await jonas.phone.ask('booking.book', book({ wishes: [seats('5A')] }))
  await jonas.phone.engine.drain()
  const sold = await backup()
  await ona.phone.engine.drain()
  const waiting = async () =>
    (await conflicts(here.world.context.db.read, ['f:A'])).map((one) => ({ id: one.id, tickets: one.tickets }))
  expect(await waiting()).toEqual([{ id, tickets: [ticket?.text] }])
  await restore(sold)
  expect(await waiting()).toEqual([])
  for (const each of [jonas, ona, ona]) await each.phone.engine.drain()
  expect(await waiting()).toEqual([{ id, tickets: [ticket?.text] }])
  expect(await bookings(ona)).toEqual([])
})
