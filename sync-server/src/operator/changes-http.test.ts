import { afterEach, beforeEach, expect, test } from 'vitest'
import { booking as bookingRecord, waitingParty } from 'shared/records.ts'
import { bookIntentOf, departureIdAt, lineTimetable } from 'shared/testing/builders.ts'
import { z } from 'zod'
import { startTestServer, type TestPerson, type TestServer, testStart } from '../testing/server.ts'

const nine = departureIdAt(9, '2026-11-25')
const eleven = departureIdAt(11, '2026-11-25')
const eur = (amount: number) => ({ amount, currency: 'EUR' })

let server: TestServer
let passenger: TestPerson
let operator: TestPerson
beforeEach(async () => {
  server = await startTestServer()
  const timetable = lineTimetable({ hours: [9, 11], seatMap: 'minibus-2+1-19' })
  Object.assign(server.context.timetables, { current: () => [timetable] })
  passenger = await server.register()
  operator = await server.staff([{ agency: 'f:A', role: 'operator' }])
})
afterEach(() => server.close())

async function book(passengers = 1, who = passenger) {
  const headers = { 'idempotency-key': `k${passengers}` }
  const answer = await who.api('/bookings', { body: bookIntentOf({ departure: nine, passengers }), headers })
  expect(answer.status).toBe(201)
  return answer.read(bookingRecord)
}
const operates = (what: string): string => `/operator/departures/${encodeURIComponent(nine)}/${what}`

test('[BK26] an operator of the agency cancels a departure, and its passenger takes the money', async () => {
  const made = await book()
  const cancelled = await operator.api(operates('cancel'), { method: 'POST' })
  expect(cancelled).toMatchObject({ status: 200, body: { asked: [made.id], withdrawn: [] } })
  const { bookings } = (await operator.api(operates('choices'))).read(z.object({ bookings: z.array(z.unknown()) }))
  expect(bookings).toMatchObject([{ id: made.id, reference: made.reference }])
  const chosen = await passenger.api(`/bookings/${made.id}/choose`, { body: { answer: 'refund' } })
  expect(chosen).toMatchObject({ status: 200, body: { status: 'cancelled', cancelledBy: 'agency' } })
  expect((await operator.api(operates('choices'))).body).toEqual({ bookings: [] })
  const again = await passenger.api(`/bookings/${made.id}/choose`, { body: { answer: 'refund' } })
  expect(again).toMatchObject({ status: 409, code: 'already-cancelled' })
})

test('[BK28] [BK29] delays and other vehicles are told over the API', async () => {
  const made = await book()
  const late = await operator.api(operates('delay'), { body: { minutes: 90 } })
  expect(late.body).toEqual({ asked: [made.id], withdrawn: [] })
  const kept = await passenger.api(`/bookings/${made.id}/choose`, { body: { answer: 'keep' } })
  expect(kept).toMatchObject({ status: 200, body: { status: 'confirmed' } })
  const swapped = await operator.api(operates('vehicle'), { body: { seatMap: 'double-2+2-74' } })
  expect(swapped).toMatchObject({ status: 200, body: { asked: [] } })
  const none = await operator.api(operates('vehicle'), { body: { seatMap: 'none' } })
  expect(none).toMatchObject({ status: 422, code: 'invalid' })
})

test('[ID2] passengers, conductors and operators of other agencies change no departure', async () => {
  const people = [
    [passenger, 403],
    [await server.staff([{ agency: 'f:A', role: 'conductor' }]), 403],
    [await server.staff([{ agency: 'other:X', role: 'operator' }]), 404],
  ] as const
  const asks = [
    ['cancel', {}],
    ['delay', { minutes: 5 }],
    ['vehicle', { seatMap: 'vip-2+1-30' }],
  ] as const
  for (const [person, status] of people) {
    for (const [what, body] of asks) expect((await person.api(operates(what), { body })).status).toBe(status)
  }
  const past = { until: testStart - 1 }
  expect(await operator.api(operates('cancel'), { body: past })).toMatchObject({ status: 422 })
})

test('[BK19] [BK21] a cancellation and a move are quoted before they are asked for', async () => {
  const made = await book()
  const quote = await passenger.api(`/bookings/${made.id}/cancel/quote`, { method: 'POST' })
  expect(quote).toMatchObject({ status: 200, body: { fee: eur(0), back: eur(0), struck: made.price, percent: 25 } })
  const end = (index: number) => ({ index, stop: `f:s${index}` })
  const move = { departure: eleven, board: end(0), alight: end(2), wishes: [{ kind: 'any' }], pay: 'on-board' }
  const cost = await passenger.api(`/bookings/${made.id}/reschedule/quote`, { body: move })
  expect(cost).toMatchObject({ status: 200, body: { fee: eur(0), dueAfter: made.price } })
  const shown = { fee: eur(0), back: eur(0), dueAfter: made.price }
  const moved = await passenger.api(`/bookings/${made.id}/reschedule`, { body: { ...move, quote: shown } })
  expect(moved).toMatchObject({ status: 200, body: { id: made.id, departure: eleven } })
})

test('[BK31] a party waits, is listed and leaves over the API', async () => {
  for (const passengers of [9, 8, 2]) await book(passengers, await server.register())
  const other = await server.register()
  const { wishes: _, ...wish } = bookIntentOf({ departure: nine })
  const ask = () => other.api('/waiting', { body: wish, headers: { 'idempotency-key': 'w' } })
  const first = await ask()
  expect(first.status).toBe(201)
  const party = first.read(waitingParty)
  expect(party).toMatchObject({ status: 'waiting', place: 1 })
  expect((await ask()).body).toEqual(first.body)
  expect((await other.api('/waiting')).body).toEqual({ waiting: [party] })
  const left = await other.api(`/waiting/${party.id}`, { method: 'DELETE' })
  expect(left).toMatchObject({ status: 200, body: { status: 'withdrawn', place: null } })
  expect(await passenger.api(`/waiting/${party.id}`, { method: 'DELETE' })).toMatchObject({ code: 'unknown-booking' })
})
