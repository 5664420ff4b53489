import { afterEach, beforeEach, expect, test } from 'vitest'
import Stripe from 'stripe'
import { readConfig } from '../config.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

const keys = {
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_test',
}
let server: TestServer
beforeEach(async () => {
  server = await startTestServer({ config: { payments: readConfig(keys).payments } })
})
afterEach(() => server.close())

test('[PY21] the pay page hands the card to Stripe alone, and lets nothing else in from elsewhere', async () => {
  const page = await server.api('/payments/stripe/pay')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self' https://js.stripe.com;")
  expect(page.headers.get('content-security-policy')).toContain("form-action 'none'")
  expect(String(page.body)).toContain('data-key="pk_test_1"')
  expect(String(page.body)).not.toMatch(/<script>|name="card|sk_test_1|whsec_/)
  const script = await server.api('/payments/stripe/pay.js')
  expect(script.headers.get('content-type')).toContain('javascript')
  expect(() => new Function(String(script.body))).not.toThrow()
})

test('[PY20] with Stripe configured no test card pays for anything', async () => {
  const ref = `li_${'0'.repeat(32)}`
  const body = { secret: '0'.repeat(32), card: '4242424242424242' }
  expect(await server.api(`/payments/local/${ref}/pay`, { body })).toMatchObject({ status: 404 })
  expect(await server.api('/payments/webhooks/local', { body: '{}' })).toMatchObject({ status: 404 })
})

test('[PY21] a webhook of Stripe is taken once by its signature over the raw body', async () => {
  const payload = JSON.stringify({ id: 'evt_1', object: 'event', type: 'customer.created', data: { object: {} } })
  const timestamp = Math.floor(server.clock.now / 1000)
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: 'whsec_test', timestamp })
  const send = (body: string) =>
    server.api('/payments/webhooks/stripe', { body, headers: { 'stripe-signature': signature } })
  expect(await send(payload.replace('customer', 'Customer'))).toMatchObject({ status: 400, code: 'bad-signature' })
  expect((await send(payload)).body).toEqual({ taken: true })
  expect((await send(payload)).body).toEqual({ taken: false })
})
