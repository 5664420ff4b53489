import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TicketKey } from 'shared/records.ts'
import { bytesToSign, encodeTicket, kidOf, type ParsedTicket } from 'shared/tickets/codec.ts'
import { keyFor, type SignatureCheck } from 'shared/tickets/signature.ts'
import type { TicketClaims } from 'shared/tickets/ticket.ts'
import { z } from 'zod'

/**
 * Holds the private ticket keys. Signing is synchronous on purpose (about 40 µs on the main thread): it happens inside
 * the unit that allots the seats, where nothing but queries may be awaited.
 */
export interface TicketSigner {
  /** Public halves of all keys ever made, the signing one last. */
  readonly keys: readonly TicketKey[]
  /** The text `BT1:…`. @throws when it would not fit its code. */
  sign(claims: TicketClaims): string
  /** Whether one of the keys made a ticket that was presented. */
  check(ticket: ParsedTicket): SignatureCheck
}

const keyFile = z.strictObject({
  /** kid is a counter of two bytes that is never reused. */
  keys: z
    .array(
      z.strictObject({
        n: z.number().int().min(1).max(65_535),
        privateKey: z.string(),
        notBefore: z.number().int(),
        notAfter: z.number().int(),
        compromised: z.boolean(),
      }),
    )
    .min(1),
})
type KeyFile = z.infer<typeof keyFile>

const keyLife = 5 * 365 * 86_400_000

const makeKey = (n: number, now: number): KeyFile['keys'][number] => ({
  n,
  privateKey: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  notBefore: Math.floor(now / 1000) * 1000,
  notAfter: now + keyLife,
  compromised: false,
})

/**
 * The keys of `dataDir/ticket-keys.json` (mode 600), made when there are none.
 * @throws when the file cannot be read: tickets already sold hang on it, so it is never replaced.
 */
export function openSigner(dataDir: string, now: number): TicketSigner {
  const file = join(dataDir, 'ticket-keys.json')
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, JSON.stringify({ keys: [makeKey(1, now)] }, null, 2), { mode: 0o600, flag: 'wx' })
  }
  chmodSync(file, 0o600)
  return signerOf(readKeys(file))
}

function readKeys(file: string): KeyFile {
  try {
    return keyFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    const advice = 'Restore it from a backup: tickets already sold can be checked with these keys alone.'
    throw new Error(`The ticket keys in ${file} cannot be read. ${advice}`, { cause })
  }
}

/** Keys that live only in memory: tests, benches, simulations. */
export const temporarySigner = (now: number): TicketSigner => signerOf({ keys: [makeKey(1, now)] })

function signerOf({ keys }: KeyFile): TicketSigner {
  const opened = keys.map((key) => ({ key, kid: kidOf(key.n), secret: createPrivateKey(key.privateKey) }))
  const signing = opened.filter(({ key }) => !key.compromised).at(-1)
  if (signing === undefined) throw new Error('Every ticket key is compromised: make a new one')
  const publics = opened.map(({ key, kid, secret }) => publicHalf(kid, secret, key))
  const verifiers = new Map(opened.map(({ kid, secret }) => [kid, createPublicKey(secret)]))
  return {
    keys: publics,
    sign: (claims) => encodeTicket(claims, signing.kid, sign(null, bytesToSign(claims, signing.kid), signing.secret)),
    check(ticket) {
      const key = keyFor(ticket, publics)
      if (typeof key === 'string') return key
      const verifier = verifiers.get(key.kid)
      return verifier && verify(null, ticket.signed, verifier, ticket.signature) ? 'good' : 'forged'
    },
  }
}

function publicHalf(kid: string, secret: KeyObject, key: KeyFile['keys'][number]): TicketKey {
  const { x } = createPublicKey(secret).export({ format: 'jwk' })
  if (x === undefined) throw new Error('A ticket key has no public half')
  const { notBefore, notAfter, compromised } = key
  return { kid, kty: 'OKP', crv: 'Ed25519', x, notBefore, notAfter, compromised }
}
