import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { must } from 'shared/base/result.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/server.ts'
import { walletOf as walletOfAccount } from '../payments/balance.ts'
import { give } from '../payments/gift.ts'
import { askProvider, deliverLocal } from './receive.ts'

const wallet = z.object({
  balances: z.array(z.object({ amount: z.number(), currency: z.string() })),
  entries: z.array(z.object({ id: z.string(), amount: z.object({ amount: z.number() }) })),
  next: z.string().nullable(),
})
const payable = z.object({ id: z.string(), status: z.string(), secret: z.string(), url: z.string() })

let server: TestServer
let ona: TestPerson
beforeEach(async () => {
  server = await startTestServer()
  ona = await server.register()
})
afterEach(() => server.close())

const topUp = (amount: number, key = 'k1', currency = 'EUR') =>
  ona.api('/wallet/top-ups', { body: { amount, currency }, headers: { 'idempotency-key': key } })
const walletOf = async (who: TestPerson) => (await who.api('/wallet')).read(wallet)
const work = async () => {
  server.clock.now += 2000
  await deliverLocal(server.context)
  await askProvider(server.context)
}

test('[PY18] a wallet is filled by card, once for each Idempotency-Key', async () => {
  const begun = await topUp(2000)
  expect(begun.status).toBe(201)
  const { id, secret, url } = begun.read(payable)
  expect((await topUp(2000)).read(payable).id).toBe(id)
  expect(await topUp(3000)).toMatchObject({ status: 409, code: 'already-used' })
  const ref = must(/local\/(\w+)\?/.exec(url)?.[1], 'ref')
  const paid = await server.api(`/payments/local/${ref}/pay`, { body: { secret, card: '4242424242424242' } })
  expect(paid.body).toEqual({ result: 'paid' })
  await work()
  expect(await walletOf(ona)).toMatchObject({
    balances: [{ amount: 2000, currency: 'EUR' }],
    entries: [{ amount: { amount: 2000 } }],
  })
  expect((await ona.api(`/wallet/top-ups/${id}`)).body).toMatchObject({ status: 'paid', secret: null, url: null })
})

test("[PY18] nobody sees another's top-up, and it cannot be paid without its secret", async () => {
  const { id, url } = (await topUp(2000)).read(payable)
  const other = await server.register()
  expect(await other.api(`/wallet/top-ups/${id}`)).toMatchObject({ status: 404, code: 'not-found' })
  const ref = must(/local\/(\w+)\?/.exec(url)?.[1], 'ref')
  const body = { secret: '0'.repeat(32), card: '4242424242424242' }
  expect(await server.api(`/payments/local/${ref}/pay`, { body })).toMatchObject({ status: 404 })
})

test('[PY18] a top-up lies between the least and the most, in a currency that is known', async () => {
  expect(await topUp(499, 'a')).toMatchObject({ status: 422, code: 'invalid' })
  expect(await topUp(20_001, 'b')).toMatchObject({ status: 422, code: 'invalid' })
  expect(await topUp(999, 'c', 'JPY')).toMatchObject({ status: 422, code: 'invalid' })
  expect(await topUp(1000, 'd', 'JPY')).toMatchObject({ status: 201 })
  expect(await topUp(1000, 'e', 'XAF')).toMatchObject({ status: 409, code: 'payment-not-offered' })
  expect(await topUp(-1000, 'f')).toMatchObject({ status: 409, code: 'payment-not-offered' })
})

test('[PY18] money that comes long after is taken all the same: nothing was waiting for it', async () => {
  const { url, secret } = (await topUp(2000)).read(payable)
  const ref = must(/local\/(\w+)\?/.exec(url)?.[1], 'ref')
  await server.api(`/payments/local/${ref}/pay`, { body: { secret, card: '4000 0000 0000 0903' } })
  server.clock.now += 30 * 3_600_000
  await work()
  await work()
  const { balances } = await walletOfAccount(server.context.db.read, ona.id)
  expect(balances).toEqual([{ amount: 2000, currency: 'EUR' }])
})

test('[PY19] the entries of a wallet come fifty at once, the latest first, none twice and none left out', async () => {
  for (let n = 0; n < 120; n += 1) {
    server.clock.now += n % 3
    await server.context.db.transact((tx) =>
      give(tx, { name: `g${n}`, account: ona.id, amount: { amount: n + 1, currency: 'EUR' } }),
    )
  }
  const ids: string[] = []
  let path = '/wallet'
  for (let pages = 0; pages < 5; pages += 1) {
    const { entries, next } = (await ona.api(path)).read(wallet)
    ids.push(...entries.map((entry) => entry.id))
    if (next === null) break
    path = `/wallet?before=${encodeURIComponent(next)}`
  }
  expect([ids.length, new Set(ids).size]).toEqual([120, 120])
  expect(await ona.api('/wallet?before=nonsense')).toMatchObject({ status: 422 })
})

test('[PY10] a webhook without a good signature, or with an old one, is refused and changes nothing', async () => {
  const send = (body: string, signature: string) =>
    server.api('/payments/webhooks/local', { body, headers: { 'wayfare-signature': signature } })
  expect(await send('{}', '')).toMatchObject({ status: 400, code: 'bad-signature' })
  expect(await send('{}', `t=1,v1=${'0'.repeat(64)}`)).toMatchObject({ status: 400, code: 'bad-signature' })
  expect(await server.api('/payments/webhooks/stripe', { body: '{}' })).toMatchObject({ status: 404 })
  expect(await server.api('/payments/webhooks/other', { body: '{}' })).toMatchObject({ status: 422 })
})

test('[PY10] a signed webhook is taken once, and not at all five minutes after it was signed or with a byte changed', async () => {
  const { url, secret } = (await topUp(2000)).read(payable)
  const ref = must(/local\/(\w+)\?/.exec(url)?.[1], 'ref')
  await server.api(`/payments/local/${ref}/pay`, { body: { secret, card: '4242424242424242' } })
  server.clock.now += 2000
  const caught: { raw: Uint8Array; signature: string }[] = []
  await server.context.payments?.local?.deliver(async (raw, signature) => void caught.push({ raw, signature }))
  const { raw, signature } = must(caught[0], 'webhook')
  const send = (body: Uint8Array) =>
    server.api('/payments/webhooks/local', { method: 'POST', body, headers: { 'wayfare-signature': signature } })
  const changed = raw.slice()
  changed[20] = (changed[20] ?? 0) ^ 1
  expect(await send(changed)).toMatchObject({ status: 400, code: 'bad-signature' })
  expect((await send(raw)).body).toEqual({ taken: true })
  expect((await send(raw)).body).toEqual({ taken: false })
  expect((await walletOf(ona)).balances).toEqual([{ amount: 2000, currency: 'EUR' }])
  server.clock.now += 6 * 60_000
  expect(await send(raw)).toMatchObject({ status: 400, code: 'bad-signature' })
})

test('[PY20] the pay page needs no script, takes a card, and shows nothing to pay a second time', async () => {
  const { url } = (await topUp(2000)).read(payable)
  const address = url.replace('/api', '')
  const page = await server.api(address)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  expect(String(page.body)).toContain('Pay €20.00')
  const secret = must(/secret=(\w+)/.exec(url)?.[1], 'secret')
  const form = {
    body: `secret=${secret}&card=4242+4242+4242+4242`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }
  expect(String((await server.api(must(address.split('?')[0], 'path'), form)).body)).toContain('Paid.')
  expect(String((await server.api(address)).body)).toContain('nothing to pay')
})
