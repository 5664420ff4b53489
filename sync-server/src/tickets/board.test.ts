import { afterEach, beforeEach, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { boardingEvent, manifestEntry, ticket as ticketSchema, type Ticket } from 'shared/records.ts'
import type { BoardIntent } from 'shared/tickets/intents.ts'
import { bookIntentOf, departureIdAt, lineTimetable } from 'shared/testing/builders.ts'
import { bookingOfAccount } from '../booking/read.ts'
import { statement } from '../db/statement.ts'
import { makeWorld, type Phone, type World } from '../testing/world.ts'

const nine = departureIdAt(9)
const held = statement<object, { id: string; flag: string; envelope: string }>((k) =>
  k('fact_held').select('id', 'flag', 'envelope'),
)

let world: World
let passenger: Phone
let conductor: Phone
let tickets: Ticket[]
let booking: string

beforeEach(async () => {
  world = await makeWorld({ line: { hours: [9, 11] } })
  passenger = await world.passenger()
  conductor = await world.conductor()
  booking = (await passenger.ask('booking.book', bookIntentOf({ departure: nine, passengers: 2 }))).id
  tickets = (await rowsOf(passenger, `account:${passenger.actor.account}`, 'ticket')).map((row) =>
    ticketSchema.parse(row),
  )
  // Ten minutes before the coach leaves.
  world.clock.now = must(tickets[0], 'ticket').board.at - 600_000
})
afterEach(() => world.close())

async function rowsOf(phone: Phone, scope: string, kind: string): Promise<unknown[]> {
  const { changes } = await phone.exchange({ scopes: { [scope]: { cursor: 0 } } })
  const rows = changes.flatMap((change) => ('rows' in change ? change.rows : []))
  return rows.filter((row) => row.kind === kind && row.op === 'put').map((row) => row.value)
}
const manifest = async () =>
  (await rowsOf(conductor, `manifest:${nine}`, 'manifest-entry')).map((row) => manifestEntry.parse(row))
const events = async () =>
  (await rowsOf(conductor, `manifest:${nine}`, 'boarding-event')).map((row) => boardingEvent.parse(row))
const debt = async () =>
  must(await bookingOfAccount(world.context.db.read, passenger.actor.account, booking), 'booking').due.amount

function fact(about: Partial<BoardIntent> = {}): BoardIntent {
  const ticket = must(tickets[0], 'ticket')
  return {
    event: world.id(),
    ticket: ticket.id,
    departure: nine,
    stop: 0,
    kind: 'board',
    device: conductor.device,
    deviceAt: world.clock.now,
    offset: 0,
    manifestAt: world.clock.now,
    token: ticket.text,
    verdict: 'cash-due',
    ...about,
  }
}
const tell = (args: BoardIntent, by = conductor) => by.ask('tickets.board', args)

test('[BK11] a scan is recorded and reaches the manifest, without its code', async () => {
  const scan = fact()
  expect(await tell(scan)).toMatchObject({ status: 'recorded', data: { flags: [] } })
  const [event] = await events()
  expect(event).toMatchObject({ event: scan.event, by: conductor.actor.account, flags: [], kind: 'board' })
  expect(JSON.stringify(event)).not.toContain('BT1:')
})

test('[BK11] one event told twice, by two intents, is one event', async () => {
  const scan = fact()
  await tell(scan)
  await tell(scan)
  expect(await events()).toHaveLength(1)
  expect((await events())[0]?.flags).toEqual([])
})

test('[BK12] [PY3] cash clears what a ticket owes and what its booking owes; taking it back restores both', async () => {
  const cash = fact({ kind: 'cash', amount: { amount: 500, currency: 'EUR' } })
  await tell(cash)
  expect(await debt()).toBe(500)
  expect((await manifest()).map((entry) => entry.due.amount).toSorted()).toEqual([0, 500])
  const { epoch } = await passenger.exchange({})
  const told = await passenger.exchange({ epoch, scopes: { [`account:${passenger.actor.account}`]: { cursor: 1 } } })
  const [changed] = told.changes
  expect(changed && 'rows' in changed && changed.rows.map((row) => row.kind).toSorted()).toEqual(['booking', 'ticket'])
  await tell(fact({ kind: 'undo', undoes: cash.event }))
  expect(await debt()).toBe(1000)
})

test('[BK12] an undo that arrives before the cash it takes back counts all the same', async () => {
  const cash = fact({ kind: 'cash', amount: { amount: 500, currency: 'EUR' } })
  await tell(fact({ kind: 'undo', undoes: cash.event }))
  await tell(cash)
  expect(await debt()).toBe(1000)
})

test('[BK12] the conductor is not told where the passenger’s account stands', async () => {
  const outcome = await tell(fact({ kind: 'cash', amount: { amount: 500, currency: 'EUR' } }))
  expect(Object.keys(outcome.at).toSorted()).toEqual(
    [`account:${conductor.actor.account}`, `manifest:${nine}`].toSorted(),
  )
})

test('[BK13] two phones that boarded one ticket are both flagged, whichever told first, until one takes it back', async () => {
  const other = await world.conductor()
  const [first, second] = [fact(), fact({ device: other.device, verdict: 'cash-due' })]
  await tell(second, other)
  await tell(first)
  expect((await events()).map((event) => event.flags.includes('double-boarded'))).toEqual([true, true])
  await tell(fact({ kind: 'undo', undoes: second.event }), other)
  expect((await events()).filter((event) => event.flags.includes('double-boarded'))).toEqual([])
})

test('[BK14] the server judges again with its own evidence: a cancelled ticket let on board is flagged', async () => {
  world.clock.now -= 3_600_000
  await passenger.ask('booking.cancel', { booking })
  world.clock.now += 3_600_000
  const outcome = await tell(fact({ verdict: 'valid', manifestAt: null }))
  expect(outcome).toMatchObject({ status: 'recorded', data: { flags: ['verdict-differs'] } })
})

test('[BK38] cash for a ticket that was cancelled meanwhile is noted and flagged, for good', async () => {
  world.clock.now -= 3_600_000
  await passenger.ask('booking.cancel', { booking, passengers: [0] })
  world.clock.now += 3_600_000
  const cash = { kind: 'cash', amount: { amount: 500, currency: 'EUR' } } as const
  const outcome = await tell(fact(cash))
  expect(outcome).toMatchObject({ status: 'recorded', data: { flags: ['not-owed'] } })
  expect(await events()).toMatchObject([{ kind: 'cash', flags: ['not-owed'] }])
  const good = must(tickets[1], 'ticket')
  expect((await tell(fact({ ...cash, ticket: good.id, token: good.text }))).data.flags).toEqual([])
})

test('[BK14] an override is flagged, and so is a ticket nobody knows', async () => {
  const { token: _, ...found } = fact({ overrode: 'knows the driver' })
  expect((await tell(found)).data.flags).toContain('overridden')
  const unknown = { ...found, event: world.id(), ticket: world.id() }
  expect((await tell(unknown)).data.flags).toContain('unknown-ticket')
})

test('[BK15] a fact of somebody who may not tell any is kept whole, changes no ticket and no manifest', async () => {
  const elsewhere = world.phone(await world.person([{ agency: 'f:B', role: 'conductor' }]))
  for (const phone of [passenger, elsewhere]) {
    expect(await tell(fact({ kind: 'cash', amount: { amount: 500, currency: 'EUR' } }), phone)).toMatchObject({
      status: 'recorded',
      code: null,
      data: { flags: ['not-allowed'] },
    })
  }
  expect(await debt()).toBe(1000)
  expect(await events()).toEqual([])
  const kept = await world.context.db.read.all(held, {})
  expect(kept.map((row) => row.flag)).toEqual(['not-allowed', 'not-allowed'])
})

test('[BK15] a conductor of another agency changes no ticket of ours by naming a departure of their own', async () => {
  world.timetables.list = [...world.timetables.list, lineTimetable({ feed: 'g', agency: 'B' })]
  const theirs = departureIdAt(9, '2026-11-24', 'g')
  const other = world.phone(await world.person([{ agency: 'g:B', role: 'conductor' }]))
  const amount = { amount: 500, currency: 'EUR' }
  for (const kind of ['cash', 'board'] as const) {
    const told = await tell(fact({ kind, departure: theirs, ...(kind === 'cash' && { amount }) }), other)
    expect(told).toMatchObject({ status: 'recorded', data: { flags: ['not-allowed'] } })
  }
  expect(await debt()).toBe(1000)
  expect(await passenger.ask('booking.cancel', { booking })).toMatchObject({ status: 'confirmed' })
  // A ticket that nobody knows may be told of: it is theirs to explain.
  const unknown = await tell(fact({ ticket: world.id(), departure: theirs, verdict: 'forged' }), other)
  expect(unknown).toMatchObject({ data: { flags: expect.arrayContaining(['unknown-ticket']) } })
})

test('[BK15] a fact that cannot be read and is larger than any phone writes is kept in part', async () => {
  await conductor.ask('tickets.board', { event: 'no id', scribble: 'x'.repeat(100_000) })
  const [kept] = await world.context.db.read.all(held, {})
  expect(kept?.envelope.length).toBeLessThan(9000)
  expect(kept?.envelope).toContain('scribble')
})

test('[BK15] a fact that cannot be read is kept, never refused', async () => {
  const outcome = await conductor.ask('tickets.board', { event: 'no id', scribble: true })
  expect(outcome).toMatchObject({ status: 'recorded', data: { flags: ['unreadable'] } })
  const [kept] = await world.context.db.read.all(held, {})
  expect(kept?.envelope).toContain('scribble')
})

test('[BK9] a booking with somebody on board is not cancelled', async () => {
  await tell(fact())
  expect(await passenger.ask('booking.cancel', { booking })).toMatchObject({ code: 'already-boarded' })
})

test('[BK9] [PY4] a cancelled ticket stays on the manifest, marked, owing nothing', async () => {
  await passenger.ask('booking.cancel', { booking })
  expect(await manifest()).toMatchObject([
    { status: 'cancelled', statusAt: world.clock.now, due: { amount: 0 } },
    { status: 'cancelled', statusAt: world.clock.now, due: { amount: 0 } },
  ])
})
