import { Algorithms, Sign1 } from '@auth0/cose'
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { decodeBase45 } from './base45.ts'
import { bytesToSign, encodeTicket, kidOf, parseTicket, type ParsedTicket } from './codec.ts'
import { checkSignature, nobleCurve, publicX, signTicket, webCurve, type Curve } from './signature.ts'
import { claimsOf } from './ticket.ts'

const seed = Uint8Array.from({ length: 32 }, (_, i) => i + 1)
const key = { kid: kidOf(258), seed }
const issuedAt = Date.UTC(2026, 10, 20)
const claims = claimsOf({
  ticket: 'ab'.repeat(16),
  reference: 'K7PQM4',
  departure: { id: 'demo:T9@20261124', day: 20_781 },
  seat: '4C',
  board: 0,
  alight: 2,
  arrivesAt: Date.UTC(2026, 10, 24, 10, 5),
  name: 'Rūta Kazlauskaitė',
  rev: 0,
  due: 2400,
  issuedAt,
})
const published = async (change: object = {}) => [
  {
    kid: key.kid,
    x: await publicX(seed),
    notBefore: issuedAt - 1000,
    notAfter: issuedAt + 1000,
    compromised: false,
    ...change,
  },
]
const read = (text: string): ParsedTicket => {
  const ticket = parseTicket(text)
  if (ticket === undefined) throw new Error('Not a ticket')
  return ticket
}

/** RFC 8032, 7.1, test 2. */
const rfc = {
  seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
  publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
  message: '72',
  signature:
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
}
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))

describe.each<[string, Curve]>([
  ['WebCrypto', webCurve],
  ['noble', nobleCurve],
])('the curve of %s', (_name, curve) => {
  test('[TK9] gives the public key and the signature of RFC 8032', async () => {
    expect(Buffer.from(await curve.publicKey(bytes(rfc.seed))).toString('hex')).toBe(rfc.publicKey)
    expect(Buffer.from(await curve.sign(bytes(rfc.message), bytes(rfc.seed))).toString('hex')).toBe(rfc.signature)
  })

  test('[TK9] holds a true signature and refuses one with a bit changed', async () => {
    const signature = bytes(rfc.signature)
    const verify = (s: Uint8Array): Promise<boolean> => curve.verify(s, bytes(rfc.message), bytes(rfc.publicKey))
    expect(await verify(signature)).toBe(true)
    expect(await verify(signature.with(3, (signature[3] ?? 0) ^ 1))).toBe(false)
    expect(await verify(new Uint8Array(64).fill(255))).toBe(false)
  })

  test('[TK9] refuses a signature whose scalar was raised by the order of the group', async () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    const signature = bytes(rfc.signature)
    const scalar = BigInt(`0x${Buffer.from(signature.slice(32)).reverse().toString('hex')}`) + order
    const raised = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse()
    signature.set(raised, 32)
    expect(await curve.verify(signature, bytes(rfc.message), bytes(rfc.publicKey))).toBe(false)
  })
})

test('[TK6] a ticket signed with a published key is good', async () => {
  expect(await checkSignature(read(await signTicket(claims, key)), await published())).toBe('good')
})

test('[TK6] the server may sign with a key object of its own: the ticket is the same', async () => {
  const head = '302e020100300506032b657004220420'
  const object = createPrivateKey({
    key: Buffer.from(head + Buffer.from(seed).toString('hex'), 'hex'),
    format: 'der',
    type: 'pkcs8',
  })
  const text = encodeTicket(claims, key.kid, sign(null, bytesToSign(claims, key.kid), object))
  expect(text).toBe(await signTicket(claims, key))
  expect(createPublicKey(object).export({ format: 'jwk' }).x).toBe(await publicX(seed))
})

test('[TK7] [TK8] a key is looked up by its id, and a compromised one withdraws all it signed', async () => {
  const ticket = read(await signTicket(claims, key))
  expect(await checkSignature(ticket, [])).toBe('unknown-key')
  expect(await checkSignature(ticket, await published({ kid: kidOf(7) }))).toBe('unknown-key')
  expect(await checkSignature(ticket, await published({ compromised: true }))).toBe('key-revoked')
})

test('[TK6] a ticket issued outside the life of its key is forged', async () => {
  const ticket = read(await signTicket(claims, key))
  expect(await checkSignature(ticket, await published({ notBefore: issuedAt + 1000 }))).toBe('forged')
  expect(await checkSignature(ticket, await published({ notAfter: issuedAt - 1 }))).toBe('forged')
  expect(await checkSignature(ticket, await published({ notBefore: issuedAt + 999 })), 'iat is whole seconds').toBe(
    'good',
  )
})

test('[TK6] the label -19 of RFC 9864 is read, another is forged', async () => {
  const ticket = read(await signTicket(claims, key))
  expect(await checkSignature({ ...ticket, alg: -19 }, await published())).toBe('good')
  expect(await checkSignature({ ...ticket, alg: -7 }, await published())).toBe('forged')
})

test('[TK1] a COSE implementation that is not ours verifies our ticket and reads its claims', async () => {
  const text = await signTicket(claims, key)
  const message = Sign1.decode(decodeBase45(text.slice(4)) ?? new Uint8Array())
  const theirs = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: await publicX(seed) }, format: 'jwk' })
  await expect(message.verify(theirs, { algorithms: [Algorithms.EdDSA] })).resolves.toBeUndefined()
  const tampered = new Sign1(message.protectedHeaders, new Map(), message.payload.with(20, 0), message.signature)
  await expect(tampered.verify(theirs, { algorithms: [Algorithms.EdDSA] })).rejects.toThrow()
})
