import { afterEach, beforeEach, expect, test } from 'vitest'
import { dayOfText } from 'shared/base/time.ts'
import { must } from 'shared/base/result.ts'
import { departureLoad, departuresAnswer, importsAnswer } from 'shared/operator/views.ts'
import { ticket as ticketSchema } from 'shared/records.ts'
import { bookIntentOf, departureIdAt, lineTimetable } from 'shared/testing/builders.ts'
import type { BoardIntent } from 'shared/tickets/intents.ts'
import { startTestServer } from '../testing/server.ts'
import { makeWorld, type Phone, type World } from '../testing/world.ts'
import { departuresWithLoad } from './departures.ts'
import { imports } from './imports.ts'

const nine = departureIdAt(9)
const day = must(dayOfText('2026-11-24'), 'day')

let world: World
beforeEach(async () => {
  world = await makeWorld({ line: { hours: [9, 11] } })
})
afterEach(() => world.close())

const load = async (agency = 'f:A', most = 100) => {
  const { db, timetables } = world.context
  const answer = await departuresWithLoad(db.read, timetables.current(), { agency, day, most })
  for (const departure of answer.departures) departureLoad.parse(departure)
  return answer
}

async function board(conductor: Phone, passenger: Phone, kind: 'board' | 'undo', undoes?: string): Promise<string> {
  const { changes } = await passenger.exchange({ scopes: { [`account:${passenger.actor.account}`]: { cursor: 0 } } })
  const rows = changes.flatMap((change) => ('rows' in change ? change.rows : []))
  const ticket = ticketSchema.parse(
    must(
      rows.find((row) => row.kind === 'ticket'),
      'ticket',
    ).value,
  )
  const fact: BoardIntent = {
    event: world.id(),
    ticket: ticket.id,
    departure: nine,
    stop: 0,
    kind,
    ...(undoes ? { undoes } : {}),
    device: conductor.device,
    deviceAt: world.clock.now,
    offset: 0,
    manifestAt: world.clock.now,
    token: ticket.text,
    verdict: 'cash-due',
  }
  expect(await conductor.ask('tickets.board', fact)).toMatchObject({ status: 'recorded' })
  return fact.event
}

test('departures of a day stand with their load, sold or not, in the order in which they leave', async () => {
  const phone = await world.passenger()
  await phone.ask('booking.book', bookIntentOf({ departure: nine, from: 0, to: 2, passengers: 2 }))
  await phone.ask('booking.book', bookIntentOf({ departure: nine, from: 1, to: 3, passengers: 1 }))
  const { departures, total } = await load()
  expect(total).toBe(2)
  expect(departures[0]).toMatchObject({
    id: nine,
    first: { name: 'Stop 0', at: '2026-11-24T09:00:00+02:00' },
    bookings: 2,
    passengers: 3,
    boarded: 0,
    busiest: 3,
    seats: 49,
    due: { amount: 1500, currency: 'EUR' },
    inTimetable: true,
  })
  expect(departures[1]).toMatchObject({ bookings: 0, passengers: 0, busiest: 0, due: null, status: 'scheduled' })
})

test('a cancelled booking fills no seat and owes nothing', async () => {
  const phone = await world.passenger()
  const { id } = await phone.ask('booking.book', bookIntentOf({ departure: nine }))
  await phone.ask('booking.cancel', { booking: id })
  expect((await load()).departures[0]).toMatchObject({ bookings: 0, passengers: 0, busiest: 0 })
})

test('who has boarded is counted once, and not when the boarding was undone', async () => {
  const [phone, conductor] = [await world.passenger(), await world.conductor()]
  await phone.ask('booking.book', bookIntentOf({ departure: nine }))
  const first = await board(conductor, phone, 'board')
  expect((await load()).departures[0]?.boarded).toBe(1)
  await board(conductor, phone, 'undo', first)
  expect((await load()).departures[0]?.boarded).toBe(0)
})

test('a departure that was sold is shown though the timetable lost it', async () => {
  const phone = await world.passenger()
  await phone.ask('booking.book', bookIntentOf({ departure: nine }))
  world.timetables.list = [lineTimetable({ hours: [11] })]
  const { departures } = await load()
  expect(departures.map((d) => [d.inTimetable, d.passengers])).toEqual([
    [false, 1],
    [true, 0],
  ])
})

test('of too many departures the earliest are listed and all are counted', async () => {
  const { departures, total } = await load('f:A', 1)
  expect([departures.map((d) => d.id), total]).toEqual([[nine], 2])
})

test('another company sees nothing of it', async () => {
  expect(await load('f:B')).toEqual({ departures: [], total: 0 })
  expect(await imports(world.context.db.read, ['other:B'])).toEqual([])
})

test('only operators read these pages, and only of their own company', async () => {
  const server = await startTestServer()
  try {
    const passenger = await server.register()
    const conductor = await server.staff([{ agency: 'f:A', role: 'conductor' }])
    const operator = await server.staff([{ agency: 'f:A', role: 'operator' }])
    for (const path of ['/operator/imports', '/operator/departures?day=2026-11-24']) {
      expect((await server.api(path)).status).toBe(401)
      expect(await passenger.api(path)).toMatchObject({ status: 403, code: 'not-allowed' })
      expect(await conductor.api(path)).toMatchObject({ status: 403, code: 'not-allowed' })
    }
    expect((await operator.api('/operator/imports')).read(importsAnswer)).toEqual({ imports: [] })
    const own = (await operator.api('/operator/departures?day=2026-11-24')).read(departuresAnswer)
    expect(own).toEqual({ day: '2026-11-24', agencies: [{ id: 'f:A', name: 'f:A' }], departures: [], more: 0 })
    const ask = (query: string) => operator.api(`/operator/departures?${query}`)
    expect(await ask('day=2026-11-24&agency=f:B')).toMatchObject({ status: 404, code: 'not-found' })
    for (const query of ['day=2026-02-31', 'day=tomorrow', '', 'day=2026-11-24&x=1'])
      expect((await ask(query)).status).toBe(422)
  } finally {
    await server.close()
  }
})
