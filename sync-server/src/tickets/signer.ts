import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { must } from 'shared/base/result.ts'
import type { TicketKey } from 'shared/records.ts'
import { kidOf, type ParsedTicket, unsignedTicket } from 'shared/tickets/codec.ts'
import { keyFor, type SignatureCheck } from 'shared/tickets/signature.ts'
import type { TicketClaims } from 'shared/tickets/ticket.ts'
import { firstKey, type KeyFile, openKeyFile, type StoredKey } from './key-file.ts'

/**
 * Holds the private ticket keys. Signing is synchronous on purpose (about 40 µs on the main thread): it happens inside
 * the unit that allots the seats, where nothing but queries may be awaited.
 */
export interface TicketSigner {
  /** Public halves of all keys ever made, the one announced too. */
  readonly keys: readonly TicketKey[]
  /** The text `BT1:…`. @throws when it would not fit its code. */
  sign(claims: TicketClaims): string
  /** Whether one of the keys made a ticket that was presented. */
  check(ticket: ParsedTicket): SignatureCheck
}

/** The keys of the data folder, made when there are none. @throws when they cannot be read. */
export const openSigner = (dataDir: string, now: number): TicketSigner => signerOf(openKeyFile(dataDir, now))

/** Keys that live only in memory: tests, benches, simulations. */
export const temporarySigner = (now: number): TicketSigner => signerOf({ keys: [firstKey(now)] })

function signerOf({ keys }: KeyFile): TicketSigner {
  const opened = keys.map((key) => ({ key, kid: kidOf(key.n), secret: createPrivateKey(key.privateKey) }))
  const sound = opened.filter(({ key }) => !key.compromised).sort((a, b) => b.key.notBefore - a.key.notBefore)
  if (sound.length === 0) throw new Error('Every ticket key is compromised: make a new one')
  /** The newest key whose time has come. */
  const signingAt = (at: number) =>
    must(
      sound.find(({ key }) => key.notBefore <= at && at <= key.notAfter),
      'ticket key for this time: make the next one',
    )
  const publics = opened.map(({ key, kid, secret }) => publicHalf(kid, secret, key))
  const verifiers = new Map(opened.map(({ kid, secret }) => [kid, createPublicKey(secret)]))
  return {
    keys: publics,
    sign(claims) {
      const { kid, secret } = signingAt(claims.issuedAt)
      const ticket = unsignedTicket(claims, kid)
      return ticket.text(sign(null, ticket.toSign, secret))
    },
    check(ticket) {
      const key = keyFor(ticket, publics)
      if (typeof key === 'string') return key
      const verifier = verifiers.get(key.kid)
      return verifier && verify(null, ticket.signed, verifier, ticket.signature) ? 'good' : 'forged'
    },
  }
}

function publicHalf(kid: string, secret: KeyObject, key: StoredKey): TicketKey {
  const { x } = createPublicKey(secret).export({ format: 'jwk' })
  if (x === undefined) throw new Error('A ticket key has no public half')
  const { notBefore, notAfter, compromised } = key
  return { kid, kty: 'OKP', crv: 'Ed25519', x, notBefore, notAfter, compromised }
}
