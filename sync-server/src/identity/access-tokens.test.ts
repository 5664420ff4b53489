import { createSecretKey } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { expect, test } from 'vitest'
import { accessTokenMs, accessTokens } from './access-tokens.ts'

const secret = new Uint8Array(32).fill(7)
const tokens = accessTokens(secret)
const now = Date.UTC(2026, 10, 24, 8)
const claims = { account: 'a'.repeat(32), session: 'b'.repeat(32), link: 'c'.repeat(16) }
const valid = { sub: claims.account, sid: claims.session, link: claims.link, iss: 'wayfare', aud: 'wayfare-api' }
const at = (ms: number) => Math.floor(ms / 1000)

/** A token made by hand, right in all but what is given. */
function forge(
  payload: object,
  { alg = 'HS256', typ = 'at+jwt', key = secret }: { alg?: string; typ?: string; key?: Uint8Array } = {},
) {
  // Through JSON, so that a claim given as undefined is absent.
  const whole = JSON.parse(JSON.stringify({ ...valid, iat: at(now), exp: at(now) + 600, ...payload }))
  if (alg === 'none') {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    return `${part({ alg, typ })}.${part(whole)}.`
  }
  return jwt.sign(whole, createSecretKey(key), { algorithm: alg === 'HS512' ? 'HS512' : 'HS256', header: { alg, typ } })
}

test('[ID7] an access token names its account and session for ten minutes', () => {
  const { token, expiresAt } = tokens.issue(claims, now)
  expect(expiresAt).toBe(now + accessTokenMs)
  expect(tokens.verify(token, now)).toEqual({ ok: true, claims })
  expect(tokens.verify(token, now + accessTokenMs - 1000)).toEqual({ ok: true, claims })
  expect(tokens.verify(token, now + accessTokenMs)).toEqual({ ok: false, code: 'token-expired' })
})

test('[ID7] a token made by hand with all the right claims is what the others differ from', () => {
  expect(tokens.verify(forge({}), now)).toEqual({ ok: true, claims })
})

test.each([
  ['without a signature', forge({}, { alg: 'none' })],
  ['of another algorithm', forge({}, { alg: 'HS512' })],
  ['of another key', forge({}, { key: new Uint8Array(32).fill(8) })],
  ['of another type', forge({}, { typ: 'JWT' })],
  ['of another issuer', forge({ iss: 'elsewhere' })],
  ['for another audience', forge({ aud: 'elsewhere' })],
  ['without an end', forge({ exp: undefined })],
  ['whose account is no id', forge({ sub: "' or 1=1" })],
  ['without a session', forge({ sid: undefined })],
  ['of no refresh token', forge({ link: undefined })],
  ['changed in one letter', `${forge({}).slice(0, -2)}xx`],
  ['that is none', 'not.a.token'],
  ['that is empty', ''],
])('[ID7] a token %s is not valid', (_, token) => {
  expect(tokens.verify(token, now)).toEqual({ ok: false, code: 'token-invalid' })
})
