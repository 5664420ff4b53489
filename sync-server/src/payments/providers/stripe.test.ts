import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStripe } from './stripe.ts'
import { fromStripe, toStripe } from './stripe-amount.ts'

// The SDK is the real one. What stands behind it is not Stripe but answers of its form, kept here: no test may need an account.

interface Asked {
  readonly route: string
  readonly body: URLSearchParams
  readonly key: string | undefined
}
let api: Server
let asked: Asked[]
let answers: Record<string, { status?: number; body: object }>
const webhookSecret = 'whsec_test'

beforeEach(async () => {
  asked = []
  answers = {}
  api = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const route = `${request.method} ${request.url}`
      const key = request.headers['idempotency-key']
      asked.push({ route, body: new URLSearchParams(Buffer.concat(chunks).toString()), key: String(key) })
      const { status = 200, body } = answers[route] ?? { status: 404, body: { error: { message: 'none' } } }
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
})
afterEach(() => new Promise((resolve) => api.close(resolve)))

const provider = () => {
  const { port } = api.address() as AddressInfo
  const host = { name: '127.0.0.1', port }
  return openStripe({ secretKey: 'sk_test_1', publishableKey: 'pk_test_1', webhookSecret, host })
}
const intent = (about: object = {}) => ({
  id: 'pi_1',
  object: 'payment_intent',
  status: 'requires_payment_method',
  client_secret: 'pi_1_secret_x',
  currency: 'eur',
  amount_received: 0,
  last_payment_error: null,
  metadata: { payment: 'p1' },
  ...about,
})
const paid = intent({ status: 'succeeded', amount_received: 1250 })

test('[PY21] a payment is made once under our id, and the payer gets the secret and the publishable key', async () => {
  answers = { 'POST /v1/payment_intents': { body: intent() } }
  expect(await (await provider()).makeIntent({ payment: 'p1', money: { amount: 1250, currency: 'EUR' } })).toEqual({
    ref: 'pi_1',
    secret: 'pi_1_secret_x',
    url: '/api/payments/stripe/pay#pi_1_secret_x',
    publishableKey: 'pk_test_1',
  })
  expect(asked[0]?.key).toBe('payment-p1')
  expect(Object.fromEntries(asked[0]?.body ?? [])).toMatchObject({
    amount: '1250',
    currency: 'eur',
    'metadata[payment]': 'p1',
  })
})

test.each([
  [intent(), { status: 'waiting', received: null, reason: null }],
  [intent({ status: 'processing' }), { status: 'waiting' }],
  [
    intent({ last_payment_error: { code: 'card_declined', decline_code: 'lost_card' } }),
    { status: 'declined', reason: 'lost_card' },
  ],
  [paid, { status: 'succeeded', received: { amount: 1250, currency: 'EUR' } }],
  [intent({ status: 'canceled' }), { status: 'cancelled', received: null }],
])('[PY21] what Stripe says of a payment is read as our word of it', async (body, word) => {
  answers = { 'GET /v1/payment_intents/pi_1': { body } }
  expect(await (await provider()).readIntent('pi_1')).toMatchObject({ payment: 'p1', ref: 'pi_1', ...word })
})

test('[PY21] a payment that cannot be called off any more says what became of it', async () => {
  const error = { type: 'invalid_request_error', code: 'payment_intent_unexpected_state', message: 'was paid' }
  answers = {
    'POST /v1/payment_intents/pi_1/cancel': { status: 400, body: { error } },
    'GET /v1/payment_intents/pi_1': { body: paid },
  }
  expect(await (await provider()).cancelIntent('pi_1')).toMatchObject({ status: 'succeeded' })
})

test('[PY21] a refund is asked for once under our id; Stripe failing is an error, so that it is asked again', async () => {
  const body = { id: 're_1', object: 'refund', status: 'pending', metadata: { refund: 'r1' } }
  answers = { 'POST /v1/refunds': { body } }
  const ask = { refund: 'r1', ref: 'pi_1', money: { amount: 300, currency: 'EUR' } }
  expect(await (await provider()).refund(ask)).toEqual({
    about: 'refund',
    refund: 'r1',
    ref: 're_1',
    status: 'pending',
  })
  expect(asked[0]).toMatchObject({ key: 'refund-r1' })
  answers = { 'POST /v1/refunds': { status: 402, body: { error: { type: 'card_error', message: 'no' } } } }
  await expect((await provider()).refund(ask)).rejects.toThrow()
})

const now = Date.UTC(2026, 10, 24, 8)
const signed = (payload: string, about: object = {}) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret, timestamp: now / 1000, ...about })
const eventOf = (type: string, object: object) =>
  JSON.stringify({ id: 'evt_1', object: 'event', type, data: { object } })
const bytes = (text: string) => new TextEncoder().encode(text)

test('[PY21] a webhook is believed by the signature over its very bytes, and for five minutes', async () => {
  const stripe = await provider()
  const payload = eventOf('payment_intent.succeeded', paid)
  const read = (text: string, signature: string, at = now) => stripe.event(bytes(text), signature, at)
  expect(read(payload, signed(payload))).toMatchObject({ id: 'evt_1', word: { status: 'succeeded', payment: 'p1' } })
  expect(read(`${payload} `, signed(payload))).toBeUndefined()
  expect(read(payload, signed(payload, { secret: 'whsec_other' }))).toBeUndefined()
  expect(read(payload, signed(payload), now + 301_000)).toBeUndefined()
  expect(read(payload, '')).toBeUndefined()
  expect(read('not JSON', signed('not JSON'))).toBeUndefined()
})

test('[PY21] of what else happens in the account nothing is taken', async () => {
  const stripe = await provider()
  const others = [
    eventOf('customer.created', { id: 'cus_1' }),
    eventOf('payment_intent.succeeded', intent({ metadata: {} })),
  ]
  for (const payload of others) {
    expect(stripe.event(bytes(payload), signed(payload), now)).toMatchObject({ id: 'evt_1', word: null })
  }
})

test('[PY21] a refund that failed or was called off is told as failed', async () => {
  const stripe = await provider()
  for (const status of ['failed', 'canceled']) {
    const payload = eventOf('refund.updated', { id: 're_1', status, metadata: { refund: 'r1' } })
    expect(stripe.event(bytes(payload), signed(payload), now)?.word).toMatchObject({
      refund: 'r1',
      status: 'failed',
    })
  }
})

test("[PY21] amounts are told in Stripe's units, where those are others than the currency's own", () => {
  expect(toStripe({ amount: 1250, currency: 'EUR' })).toBe(1250)
  expect(toStripe({ amount: 1250, currency: 'JPY' })).toBe(1250)
  expect(toStripe({ amount: 1250, currency: 'ISK' })).toBe(125_000)
  expect(toStripe({ amount: 1200, currency: 'MGA' })).toBe(12)
  expect(toStripe({ amount: 1250, currency: 'MGA' })).toBeUndefined()
  expect(toStripe({ amount: 1255, currency: 'KWD' })).toBeUndefined()
  expect(toStripe({ amount: 0, currency: 'EUR' })).toBeUndefined()
  for (const currency of ['EUR', 'JPY', 'ISK', 'UGX', 'MGA', 'KWD']) {
    const money = { amount: 1200, currency }
    expect(fromStripe(toStripe(money) ?? 0, currency.toLowerCase())).toEqual(money)
  }
})
