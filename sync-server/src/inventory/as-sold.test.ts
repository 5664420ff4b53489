import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { booking as bookingSchema } from 'shared/records.ts'
import { bookIntentOf, departureIdAt, lineRows, lineTimetable } from 'shared/testing/builders.ts'
import { buildPack } from 'shared/timetable/build-pack.ts'
import { openPack } from 'shared/timetable/pack.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/server.ts'
import { searchAnswer } from '../timetable/answers.ts'
import { source } from './records.ts'

/** A coach is booked by a timetable of six stops; then one comes without its second stop, half an hour later, with a seventh. */
const nine = departureIdAt(9, '2026-11-25')
let server: TestServer
let ona: TestPerson

function laterTimetable() {
  const rows = lineRows({ hours: [9, 11], stops: 7, seatMap: 'vip-2+1-30' })
  const stopTimes = [...rows.stopTimes]
    .filter(({ stop }) => stop !== 'f:s1')
    .map((time) => ({ ...time, arrival: time.arrival + 1800, departure: time.departure + 1800 }))
  return openPack(JSON.parse(JSON.stringify(buildPack({ ...rows, stopTimes }, { source: 'later' }))))
}

beforeAll(async () => {
  server = await startTestServer()
  const held = { list: [lineTimetable({ hours: [9, 11], stops: 6 })] }
  Object.assign(server.context.timetables, { current: () => held.list })
  ona = await server.register()
  const wishes = [{ kind: 'seats' as const, seats: ['1A'] }]
  expect((await book('first', bookIntentOf({ departure: nine, from: 2, to: 3, wishes }))).status).toBe(201)
  held.list = [laterTimetable()]
})
afterAll(() => server.close())

const book = (key: string, body: object) => ona.api('/bookings', { body, headers: { 'idempotency-key': key } })
const found = async (from: string, to: string) => {
  const query = new URLSearchParams({ from, to, date: '2026-11-25' })
  return (await server.api(`/buses/search?${query.toString()}`)).read(searchAnswer).departures
}

test('[IN4] a search shows a booked departure as it was sold: its stops, times and seats', async () => {
  const [sold, other] = await found('f:s2', 'f:s3')
  expect(sold).toMatchObject({ id: nine, freeSeats: 48, totalSeats: 49, via: [] })
  expect(sold?.board).toMatchObject({ index: 2, at: '2026-11-25T11:00:00+02:00' })
  expect(sold?.alight).toMatchObject({ index: 3, at: '2026-11-25T12:00:00+02:00' })
  expect(other).toMatchObject({ freeSeats: 30, totalSeats: 30, board: { index: 1, at: '2026-11-25T13:30:00+02:00' } })
  const [past] = await found('f:s0', 'f:s2')
  expect(past).toMatchObject({ freeSeats: 49, via: ['Stop 1'], durationMinutes: 120 })
})

test('[IN4] what the search answered can be booked', async () => {
  const sold = must((await found('f:s2', 'f:s4'))[0], 'ride')
  const { board, alight } = sold
  const intent = {
    ...bookIntentOf({ departure: nine }),
    board: { index: board.index, stop: board.stop },
    alight: { index: alight.index, stop: alight.stop },
  }
  const answer = await book('as-searched', intent)
  expect(answer.read(bookingSchema)).toMatchObject({ price: sold.price, status: 'confirmed' })
})

test('[IN4] a departure that was sold without a stop is not offered to it', async () => {
  expect((await found('f:s0', 'f:s6')).map((ride) => ride.id)).toEqual([departureIdAt(11, '2026-11-25')])
})

test('[IN5] of a departure that fills up travels its state and a mask of legs for each seat, and nobody of those who booked', async () => {
  const [record] = await source(server.context.db.read, nine)
  expect(record?.scope).toBe(`departure:${nine}`)
  const { taken, ...state } = must(record?.value, 'state of the departure')
  expect(state).toEqual({ id: nine, status: 'scheduled', delayMinutes: null, seatMap: expect.any(String) })
  expect(taken['1A']).toMatch(/^[0-9a-f]+$/)
  expect(JSON.stringify(record)).not.toContain(ona.id)
})
