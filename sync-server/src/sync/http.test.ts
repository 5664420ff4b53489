import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { booking as bookingSchema, ticket as ticketSchema } from 'shared/records.ts'
import { exchangeResponse, poke as pokeSchema } from 'shared/sync/envelope.ts'
import { bookIntentOf, departureIdAt, lineTimetable } from 'shared/testing/builders.ts'
import { z } from 'zod'
import { startTestServer, type TestPerson, type TestServer } from '../testing/server.ts'

const nine = departureIdAt(9, '2026-11-25')
const path = encodeURIComponent(nine)
let server: TestServer
let ona: TestPerson
let jonas: TestPerson

beforeAll(async () => {
  server = await startTestServer()
  const timetable = lineTimetable()
  Object.assign(server.context.timetables, { current: () => [timetable] })
  ona = await server.register()
  jonas = await server.register()
})
afterAll(() => server.close())

const book = (who: TestPerson, key: string, about = {}) =>
  who.api('/bookings', { body: bookIntentOf({ departure: nine, ...about }), headers: { 'idempotency-key': key } })
const hex = (digit: string) => digit.repeat(32)
const exchangeBody = (about: object = {}) => ({ protocol: 1, app: 't', device: hex('a'), sentAt: 0, ...about })

test('[BK2] one Idempotency-Key books once, however often it is sent; another books again', async () => {
  const first = await book(ona, 'k1')
  expect(first.status).toBe(201)
  const made = first.read(bookingSchema)
  expect(first.headers.get('location')).toBe(`/api/bookings/${made.id}`)
  expect((await book(ona, 'k1')).body).toEqual(first.body)
  expect((await book(ona, 'k2')).read(bookingSchema).id).not.toBe(made.id)
  expect(await book(ona, 'k1', { passengers: 2 })).toMatchObject({ status: 409, code: 'already-used' })
  const list = (await ona.api('/bookings')).read(z.object({ bookings: z.array(bookingSchema) }))
  expect(list.bookings).toHaveLength(2)
})

test('[BK2] two persons with the same key are two bookings', async () => {
  expect((await book(jonas, 'k1')).status).toBe(201)
})

test('a call without a key, with unknown fields or without a token gets a problem that says what to do', async () => {
  const body = bookIntentOf({ departure: nine })
  const key = { 'idempotency-key': 'x' }
  expect(await ona.api('/bookings', { body })).toMatchObject({ status: 400, code: 'no-idempotency-key' })
  expect(await ona.api('/bookings', { body: { ...body, free: true }, headers: key })).toMatchObject({ code: 'invalid' })
  expect(await server.api('/bookings', { body, headers: key })).toMatchObject({ status: 401, code: 'no-token' })
})

test('[BK4] a refusal is a problem with its code, why, and what is free', async () => {
  const wishes = [{ kind: 'seats', seats: ['5A'] }]
  await book(jonas, 'five', { wishes })
  const answer = await book(ona, 'five-too', { wishes })
  expect(answer).toMatchObject({ status: 409, code: 'seats-taken', body: { data: { taken: ['5A'] } } })
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
})

test("another person's booking, ticket and status answer like none", async () => {
  const made = (await book(ona, 'mine')).read(bookingSchema)
  const ticket = must(made.passengers[0]?.ticket, 'ticket')
  expect((await ona.api(`/tickets/${ticket}`)).read(ticketSchema).text).toMatch(/^BT1:/)
  expect((await ona.api(`/bookings/${made.id}/status`)).body).toEqual({ id: made.id, status: 'confirmed' })
  for (const [theirs, none] of [
    [`/bookings/${made.id}`, `/bookings/${hex('0')}`],
    [`/bookings/${made.id}/status`, `/bookings/${hex('0')}/status`],
    [`/tickets/${ticket}`, `/tickets/${hex('0')}`],
  ] as const) {
    const [a, b] = [await jonas.api(theirs), await jonas.api(none)]
    expect(a.status).toBe(404)
    expect(a.body).toEqual(b.body)
  }
  const cancelled = [await jonas.api(`/bookings/${made.id}/cancel`, { method: 'POST' })]
  cancelled.push(await jonas.api(`/bookings/${hex('0')}/cancel`, { method: 'POST' }))
  expect(cancelled[0]).toMatchObject({ status: 404, code: 'unknown-booking' })
  expect(cancelled[0]?.body).toEqual(cancelled[1]?.body)
})

test('[BK9] a booking is cancelled by POST, twice is once', async () => {
  const marta = await server.register()
  const made = (await book(marta, 'c')).read(bookingSchema)
  for (let times = 0; times < 2; times += 1) {
    const answer = await marta.api(`/bookings/${made.id}/cancel`, { method: 'POST' })
    expect(answer).toMatchObject({ status: 200, body: { status: 'cancelled' } })
  }
})

test('[IN3] the seats of a ride: the map, what is taken on its legs, and as of when', async () => {
  const ask = (query: string) => server.api(`/buses/${path}/seats${query}`)
  const answer = await ask('?board=0&alight=2')
  expect(answer).toMatchObject({ status: 200, body: { asOf: server.clock.now, seatMap: { id: 'coach-2+2-49' } } })
  const { taken, freeSeats } = answer.read(z.object({ taken: z.array(z.string()), freeSeats: z.number() }))
  expect(taken).toContain('5A')
  expect(freeSeats + taken.length).toBe(49)
  expect((await ask('?board=2&alight=3')).body).toMatchObject({ taken: [], freeSeats: 49 })
  for (const query of ['', '?board=2&alight=2', '?board=0&alight=7', '?board=-1&alight=2', '?board=0&alight=1&x=1'])
    expect(await ask(query)).toMatchObject({ status: 422, code: 'invalid' })
  expect((await server.api('/buses/f%3Anone%4020261125/seats?board=0&alight=1')).status).toBe(404)
})

test('[BK17] the public ticket keys are a JWK set anybody may fetch', async () => {
  const answer = await server.api('/tickets/keys')
  expect(answer.body).toMatchObject({ keys: [{ kty: 'OKP', crv: 'Ed25519', kid: 'AAE', alg: 'EdDSA' }] })
  expect(JSON.stringify(answer.body)).not.toContain('"d"')
})

test('[SY18] an exchange over HTTP: ticket keys come down the public scope', async () => {
  const answer = await ona.api('/sync', { body: exchangeBody({ scopes: { public: { cursor: 0 } } }) })
  const { changes } = answer.read(exchangeResponse)
  expect(changes).toMatchObject([{ scope: 'public', rows: [{ kind: 'ticket-key', id: 'AAE' }] }])
})

test('[SY18] a broken envelope is refused whole, by its status, and touches nothing', async () => {
  const ask = (body: unknown, token: string | undefined = ona.token) => server.api('/sync', { body, token })
  const intent = { id: hex('b'), n: 1, name: 'booking.cancel', version: 1, madeAt: 0, args: {} }
  expect(await ask('{"protocol":')).toMatchObject({ status: 400, code: 'broken-json' })
  expect(await ask(exchangeBody({ protocol: 2 }))).toMatchObject({ status: 422 })
  expect(await ask(exchangeBody({ intents: [{ ...intent, n: 0 }] }))).toMatchObject({ status: 422 })
  const many = Array.from({ length: 51 }, (_, i) => ({ ...intent, n: i + 1 }))
  expect(await ask(exchangeBody({ intents: many }))).toMatchObject({ status: 422 })
  const scopes = Object.fromEntries(
    Array.from({ length: 201 }, (_, i) => [`departure:f:x${i}@20261124`, { cursor: 0 }]),
  )
  expect(await ask(exchangeBody({ scopes }))).toMatchObject({ status: 422 })
  const huge = exchangeBody({ intents: [{ ...intent, args: { text: 'x'.repeat(300_000) } }] })
  expect(await ask(huge)).toMatchObject({ status: 413, code: 'body-too-large' })
  const answer = await server.api('/sync', { body: exchangeBody() })
  expect(answer).toMatchObject({ status: 401, code: 'no-token' })
})

test('[SY19] a stream of pokes says which scope moved, and ends with the session', async () => {
  const tadas = await server.register()
  const abort = new AbortController()
  const response = await fetch(`${server.url}/api/sync/pokes`, {
    headers: { authorization: `Bearer ${tadas.token}` },
    signal: abort.signal,
  })
  const reader = must(response.body, 'body').pipeThrough(new TextDecoderStream()).getReader()
  const lines: string[] = []
  const ended = (async () => {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      lines.push(...value.split('\n').filter((line) => line !== ''))
    }
  })()
  await tadas.api('/sync', {
    body: exchangeBody({ device: hex('d'), scopes: { [`departure:${nine}`]: { cursor: 0 } } }),
  })
  await book(jonas, 'seen-by-tadas')
  await book(tadas, 'own')
  await expect.poll(() => lines.length).toBeGreaterThanOrEqual(3)
  const pokes = lines.map((line) => pokeSchema.parse(JSON.parse(line)))
  expect(new Set(pokes.map((each) => each.scope))).toEqual(new Set([`departure:${nine}`, `account:${tadas.id}`]))
  await server.api('/auth/logout', {
    method: 'POST',
    headers: { cookie: tadas.cookie, authorization: `Bearer ${tadas.token}` },
  })
  await ended
  expect(await tadas.api('/sync', { body: exchangeBody() })).toMatchObject({ status: 401 })
})

test('a phone that goes away is no warning', async () => {
  const stop = new AbortController()
  const headers = { authorization: `Bearer ${ona.token}` }
  const gone = await fetch(`${server.url}/api/sync/pokes`, { headers, signal: stop.signal })
  await gone.body?.getReader().read()
  stop.abort()
  const about = () => server.logged.filter((line) => line.includes('"connection.'))
  await expect.poll(about).toEqual([expect.stringContaining('"connection.gone"')])
  expect(about()[0]).toContain('"level":"debug"')
})

test('[SY1] what is replayed is the same text, key by key, whichever way it was decided', async () => {
  const raw = async (intents: object[]) => {
    const text = await fetch(`${server.url}/api/sync`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ona.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(exchangeBody({ device: hex('e'), intents })),
    }).then((response) => response.text())
    const outcomes = /"outcomes":(\[.*\]),"changes"/.exec(text)?.[1]
    return must(outcomes, 'outcomes').replaceAll(/"replayed":(true|false)/g, '')
  }
  const intent = { version: 1, after: [], madeAt: 0 }
  const intents = [
    { ...intent, id: hex('1'), n: 1, name: 'booking.book', args: bookIntentOf({ departure: nine }) },
    { ...intent, id: hex('2'), n: 2, name: 'booking.book', args: bookIntentOf({ departure: nine, ceiling: 1 }) },
    { ...intent, id: hex('3'), n: 3, name: 'booking.book', args: { 10: 'b', 2: 'a', __proto__: null, wishes: 7 } },
    { ...intent, id: hex('4'), n: 4, name: 'tickets.board', args: { z: 1, a: 2 } },
  ]
  const first = await raw(intents)
  expect(first).toContain('"refused"')
  expect(await raw(intents)).toBe(first)
})
