import { afterEach, beforeEach, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { bookIntentOf, departureIdAt, lineTimetable } from 'shared/testing/builders.ts'
import { booking as bookingRecord } from 'shared/records.ts'
import { takeCash } from '../booking/take-cash.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/server.ts'
import { board } from '../tickets/board.ts'

const nine = departureIdAt(9, '2026-11-25')
const eur = (amount: number) => ({ amount, currency: 'EUR' })

let server: TestServer
let conductor: TestPerson
let operator: TestPerson
beforeEach(async () => {
  server = await startTestServer()
  const timetable = lineTimetable({ hours: [9] })
  Object.assign(server.context.timetables, { current: () => [timetable] })
  conductor = await server.staff([{ agency: 'f:A', role: 'conductor' }])
  operator = await server.staff([{ agency: 'f:A', role: 'operator' }])
})
afterEach(() => server.close())

/** The conductor takes so much on the bus. */
async function take(amount: number, event = 'e'.repeat(32)): Promise<void> {
  const passenger = await server.register()
  const headers = { 'idempotency-key': event }
  const made = await passenger.api('/bookings', { body: bookIntentOf({ departure: nine }), headers })
  const ticket = must(made.read(bookingRecord).passengers[0]?.ticket, 'ticket')
  const about = { device: 'd'.repeat(32), deviceAt: server.clock.now, offset: 0, manifestAt: null, stop: 0 }
  const fact = { event, ticket, departure: nine, kind: 'cash' as const, amount: eur(amount), ...about }
  await server.context.db.transact(async (tx) => {
    await board(tx, server.context, { fact, account: conductor.id, byName: conductor.name })
    await takeCash(tx, server.context, ticket)
  })
}
const handOver = (key: string, about: object = {}, who = operator) =>
  who.api('/operator/cash/hand-overs', {
    body: { agency: 'f:A', conductor: conductor.id, amount: eur(300), ...about },
    headers: { 'idempotency-key': key },
  })
const cash = async () => (await operator.api('/operator/cash')).body

test('[PY22] cash is handed over once for each key, and the books say to whom', async () => {
  await take(500)
  const held = { conductor: conductor.id, name: conductor.name }
  expect(await cash()).toMatchObject({ agencies: [{ agency: 'f:A', held: [{ ...held, sums: [eur(500)] }] }] })
  const first = await handOver('monday')
  const at = server.clock.now
  const told = { conductor: conductor.id, amount: eur(300), by: operator.id, byName: operator.name, at }
  expect(first).toMatchObject({ status: 201, body: told })
  server.clock.now += 60_000
  expect((await handOver('monday')).body).toEqual(first.body)
  expect(await handOver('monday', { amount: eur(200) })).toMatchObject({ status: 409, code: 'already-used' })
  expect(await cash()).toMatchObject({
    agencies: [{ held: [{ ...held, sums: [eur(200)] }], handOvers: [told] }],
  })
  expect((await handOver('tuesday', { amount: eur(200) })).status).toBe(201)
  expect(await cash()).toMatchObject({ agencies: [{ held: [], handOvers: [{ amount: eur(200) }, told] }] })
})

test('[PY22] nobody hands over more than they hold, nor what they took for another agency', async () => {
  await take(500)
  const more = await handOver('k', { amount: eur(501) })
  expect(more).toMatchObject({ status: 409, code: 'no-money', body: { data: { limit: eur(500), missing: eur(1) } } })
  const other = await server.staff([{ agency: 'f:B', role: 'operator' }])
  expect(await handOver('k', { agency: 'f:B' }, other)).toMatchObject({ status: 409, code: 'no-money' })
  expect(await handOver('k', { amount: eur(0) })).toMatchObject({ status: 422 })
  // Two at once share what there is.
  const both = await Promise.all([handOver('a'), handOver('b')])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
})

test('[ID2] [PY22] only operators of the agency take its cash', async () => {
  await take(500)
  const other = await server.staff([{ agency: 'f:B', role: 'operator' }])
  for (const who of [conductor, other, await server.register()]) {
    expect(await handOver('k', {}, who)).toMatchObject({ status: 404, code: 'not-found' })
  }
  expect(await conductor.api('/operator/cash')).toMatchObject({ status: 403, code: 'not-allowed' })
  expect(await other.api('/operator/cash')).toMatchObject({ body: { agencies: [{ held: [], handOvers: [] }] } })
})
