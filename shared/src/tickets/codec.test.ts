import fc from 'fast-check'
import jsQR from 'jsqr'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { encodeTicket, kidOf, longestText, parseTicket } from './codec.ts'
import type { TicketClaims } from './ticket.ts'
import vectors from './vectors.json' with { type: 'json' }

interface Qr {
  version: number
  segments: { mode: { id: string } }[]
  modules: { size: number; data: Uint8Array }
}
// Lives in the PWA's and the server's packages; here only another program's drawing of a code.
const qrcode = createRequire(import.meta.url)('qrcode') as { create(text: string, options: object): Qr }

const signature = Uint8Array.from({ length: 64 }, (_, i) => i)
const hexText = (bytes: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((b) => Buffer.from(b).toString('hex'))

const anyClaims: fc.Arbitrary<TicketClaims> = fc
  .record({
    ticket: hexText(16),
    issued: fc.integer({ min: 1_700_000_000, max: 3_000_000_000 }),
    life: fc.integer({ min: 0, max: 90_000_000 }),
    reference: fc.stringMatching(/^[2-9A-HJ-NP-Z]{6}$/),
    run: hexText(8),
    day: fc.integer({ min: 19_000, max: 40_000 }),
    seat: fc.stringMatching(/^[0-9A-Z]{1,4}$/),
    board: fc.integer({ min: 0, max: 200 }),
    ride: fc.integer({ min: 1, max: 200 }),
    name: fc.stringMatching(/^[\p{L} ]{0,8}$/u).filter((n) => Buffer.byteLength(n) <= 24),
    rev: fc.integer({ min: 0, max: 65_535 }),
    due: fc.integer({ min: 0, max: 4_000_000_000 }),
  })
  .map(({ issued, life, ride, ...rest }) => ({
    ...rest,
    issuedAt: issued * 1000,
    expiresAt: (issued + life) * 1000,
    alight: rest.board + ride,
  }))

test('[TK1] what is issued is read back, field by field', () => {
  fc.assert(
    fc.property(anyClaims, fc.integer({ min: 1, max: 65_535 }), (claims, n) => {
      const parsed = parseTicket(encodeTicket(claims, kidOf(n), signature))
      expect(parsed?.claims).toEqual(claims)
      expect(parsed?.kid).toBe(kidOf(n))
      expect(parsed?.alg).toBe(-8)
      expect(parsed?.signature).toEqual(signature)
    }),
  )
})

test('[TK1] whatever the booking, its code fits version 10 at level M, in letters of the alphanumeric mode alone', () => {
  fc.assert(
    fc.property(anyClaims, (claims) => {
      const text = encodeTicket(claims, kidOf(65_535), signature)
      const code = qrcode.create(text, { errorCorrectionLevel: 'M' })
      expect(code.segments.map((segment) => segment.mode.id)).toEqual(['Alphanumeric'])
      expect(code.version).toBeLessThanOrEqual(10)
    }),
    { numRuns: 40 },
  )
})

test('[TK1] a usual ticket fits version 9, and another program reads it from the drawing', () => {
  const text = vectors.vectors[0]?.text ?? ''
  const code = qrcode.create(text, { errorCorrectionLevel: 'M' })
  expect(code.version).toBeLessThanOrEqual(9)
  expect(readWithJsqr(code)).toBe(text)
})

test('[TK1] a ticket too long for its code is not issued', () => {
  const [vector] = vectors.vectors
  const claims = parseTicket(vector?.text ?? '')?.claims
  if (claims === undefined) throw new Error('The first vector is a good ticket')
  expect(() => encodeTicket(claims, kidOf(1), new Uint8Array(110))).toThrow(/does not fit/)
})

test('[TK5] any text gets an answer and never an exception', () => {
  const alphabet = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:')
  const texts = fc.oneof(
    fc.string({ maxLength: 400 }),
    fc.string({ unit: alphabet, maxLength: longestText }).map((text) => `BT1:${text}`),
  )
  fc.assert(
    fc.property(texts, (text) => {
      expect(parseTicket(text)).toBeUndefined()
    }),
  )
})

test('[TK5] a true code with any one character changed is another ticket or none, and never an exception', () => {
  const text = vectors.vectors[0]?.text ?? ''
  const places = fc.tuple(fc.integer({ min: 4, max: text.length - 1 }), fc.constantFrom('0', 'Z', ':', ' '))
  fc.assert(
    fc.property(places, ([at, char]) => {
      const changed = text.slice(0, at) + char + text.slice(at + 1)
      const parsed = parseTicket(changed)
      if (parsed?.alg === -8) expect(encodeTicket(parsed.claims, parsed.kid, parsed.signature)).toBe(changed)
    }),
    { numRuns: 500 },
  )
})

function readWithJsqr({ modules }: Qr): string | undefined {
  const scale = 5
  const quiet = 4
  const side = (modules.size + 2 * quiet) * scale
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255)
  for (let y = 0; y < modules.size * scale; y += 1)
    for (let x = 0; x < modules.size * scale; x += 1) {
      if (!modules.data[Math.floor(y / scale) * modules.size + Math.floor(x / scale)]) continue
      const at = ((y + quiet * scale) * side + x + quiet * scale) * 4
      pixels.fill(0, at, at + 3)
    }
  return jsQR(pixels, side, side)?.data
}
