import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { ticketKey } from 'shared/records.ts'
import { parseTicket } from 'shared/tickets/codec.ts'
import { checkSignature } from 'shared/tickets/signature.ts'
import { claimsOf } from 'shared/tickets/ticket.ts'
import { announceMs, nextKey } from './key-file.ts'
import { openSigner, temporarySigner } from './signer.ts'

const now = Date.UTC(2026, 10, 24)
const claims = claimsOf({
  ticket: '0123456789abcdef'.repeat(2),
  reference: 'K7M2QF',
  departure: { id: 'f:t9@20261124', day: 20_781 },
  seat: '12A',
  board: 0,
  alight: 2,
  arrivesAt: now + 7_200_000,
  name: 'Ona Kazlauskienė',
  rev: 0,
  due: 500,
  issuedAt: now,
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wayfare-keys-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = () => join(folder, 'ticket-keys.json')

test('[BK17] a key is made on the first start, readable by its owner alone, and kept for the next', () => {
  const first = openSigner(folder, now)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  chmodSync(file(), 0o644)
  expect(openSigner(folder, now + 1000).keys).toEqual(first.keys)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  for (const key of first.keys) expect(ticketKey.parse(key)).toEqual(key)
})

test('[BK17] a key file that cannot be read stops the start: it is never replaced', () => {
  writeFileSync(file(), '{"keys":[')
  expect(() => openSigner(folder, now)).toThrow(/cannot be read.*backup/)
  expect(readFileSync(file(), 'utf8')).toBe('{"keys":[')
})

test('[BK16] what the server signs, a phone finds good with public keys alone, and the server too', async () => {
  const signer = openSigner(folder, now)
  const ticket = must(parseTicket(signer.sign(claims)), 'ticket')
  expect(await checkSignature(ticket, signer.keys)).toBe('good')
  expect(signer.check(ticket)).toBe('good')
  expect(signer.check({ ...ticket, signature: new Uint8Array(64) })).toBe('forged')
  expect(temporarySigner(now).check(ticket)).toBe('forged')
  expect(signer.check({ ...ticket, kid: 'AAk' })).toBe('unknown-key')
})

test('[TK8] all that a compromised key signed is revoked, and it signs no more', () => {
  const signer = openSigner(folder, now)
  const ticket = must(parseTicket(signer.sign(claims)), 'ticket')
  const kept = JSON.parse(readFileSync(file(), 'utf8')) as { keys: { compromised: boolean }[] }
  writeFileSync(file(), JSON.stringify({ keys: kept.keys.map((key) => ({ ...key, compromised: true })) }))
  expect(() => openSigner(folder, now)).toThrow(/make a new one/)
  expect(ticket.kid).toBe('AAE')
})

const at = (issuedAt: number) => ({ ...claims, issuedAt, expiresAt: issuedAt + 86_400_000 })
const signedBy = (signer: ReturnType<typeof openSigner>, issuedAt: number) =>
  must(parseTicket(signer.sign(at(issuedAt))), 'ticket')

test('[TK32] the next key is announced a week before it signs, and the one before it is good for what it signed', async () => {
  const before = signedBy(openSigner(folder, now), now)
  expect(nextKey(folder, now)).toMatchObject({ kid: 'AAI', notBefore: now + announceMs })
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  const signer = openSigner(folder, now)
  expect(signer.keys.map((key) => key.kid)).toEqual(['AAE', 'AAI'])
  expect(signedBy(signer, now + announceMs - 1000).kid).toBe('AAE')
  const after = signedBy(signer, now + announceMs)
  expect(after.kid).toBe('AAI')
  for (const ticket of [before, after]) {
    expect(signer.check(ticket)).toBe('good')
    expect(await checkSignature(ticket, signer.keys)).toBe('good')
  }
  // The former key signs nothing more: a date of issue after its end is a forgery.
  const [former] = signer.keys
  expect(former?.notAfter).toBe(now + 2 * announceMs)
})

test('[TK32] while a key is announced there is no other; when one was stolen the next signs at once', () => {
  openSigner(folder, now)
  nextKey(folder, now)
  expect(() => nextKey(folder, now + 1000)).toThrow(/already announced/)
  const stolen = signedBy(openSigner(folder, now), now)
  expect(nextKey(folder, now + 5000, 'AAE')).toMatchObject({ kid: 'AAM', notBefore: now + 5000 })
  const signer = openSigner(folder, now)
  expect(signer.check(stolen)).toBe('key-revoked')
  expect(signedBy(signer, now + 6000).kid).toBe('AAM')
  expect(signedBy(signer, now + announceMs).kid).toBe('AAI')
  expect(() => nextKey(folder, now, 'AAk')).toThrow(/no key AAk.*AAE, AAI, AAM/)
})

test('[TK32] a server clock that was ahead when the first key was made and is set back signs good tickets', () => {
  const signer = openSigner(folder, now + 3_600_000)
  expect(signer.check(signedBy(signer, now))).toBe('good')
})
