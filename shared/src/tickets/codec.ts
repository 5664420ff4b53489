import { decode, encode, rfc8949EncodeOptions } from 'cborg'
import { hex } from '../base/random.ts'
import { decodeBase45, encodeBase45 } from './base45.ts'
import { claimsFromMap, claimsToMap } from './claims.ts'
import type { TicketClaims } from './ticket.ts'

/**
 * Format BT1: `BT1:` and Base45 of a COSE_Sign1 (RFC 9052) over a CWT claims map (RFC 8392), in deterministic CBOR
 * (RFC 8949, 4.2). The signature is made and checked in signature.ts alone; nothing here is to be trusted before.
 * The prefix `BD1:` is kept for a code that goes stale in seconds.
 */
export const ticketPrefix = 'BT1:'
/** QR version 10 at level M holds 311 alphanumeric characters; version 9, which we aim at, holds 262. */
export const longestText = 311

const coseSign1 = 18
const header = { alg: 1, kid: 4 } as const
/** EdDSA: the label independent verifiers know. Ed25519's own label (RFC 9864), -19, is read as well. */
export const edDsa = -8

/** A ticket as read from its code, before anybody looked at the signature. */
export interface ParsedTicket {
  readonly claims: TicketClaims
  /** Base64url of the key's two-byte counter, as in its JWK. */
  readonly kid: string
  readonly alg: number
  /** The bytes that were signed, and the 64 bytes of the signature. */
  readonly signed: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
}

const cbor = (value: unknown): Uint8Array<ArrayBuffer> => Uint8Array.from(encode(value, rfc8949EncodeOptions))

function protectedHeader(kid: string): Uint8Array {
  const [last, bytes] = lastHeader
  if (last === kid) return bytes
  const made = cbor(
    new Map<number, unknown>([
      [header.alg, edDsa],
      [header.kid, kidBytes(kid)],
    ]),
  )
  lastHeader = [kid, made]
  return made
}

/** One key signs for months. */
let lastHeader: readonly [kid: string, bytes: Uint8Array] = ['', new Uint8Array()]

/** The head of a CBOR byte string of up to 65,535 bytes (RFC 8949, 3.1). */
const bytesHead = ({ length }: Uint8Array): readonly number[] =>
  length < 24 ? [0x40 | length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 0xff]

const signature1 = Array.from('Signature1', (char) => char.charCodeAt(0))

/** Sig_structure of RFC 9052, 4.4: an array of four, whose context and parts are framed here without copying them first. */
const sigStructure = (head: Uint8Array, payload: Uint8Array): Uint8Array<ArrayBuffer> =>
  joined(
    [0x84, 0x60 | signature1.length, ...signature1, ...bytesHead(head)],
    head,
    [0x40, ...bytesHead(payload)],
    payload,
  )

function joined(...parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

export interface UnsignedTicket {
  /** The bytes a key has to sign. */
  readonly toSign: Uint8Array<ArrayBuffer>
  /**
   * The text with its signature.
   * @throws when it would not fit a QR code of version 10: no such ticket may be issued.
   */
  text(signature: Uint8Array): string
}

/** A ticket written out once, for its signature and for its text. */
export function unsignedTicket(claims: TicketClaims, kid: string): UnsignedTicket {
  const head = protectedHeader(kid)
  const payload = cbor(claimsToMap(claims))
  return {
    toSign: sigStructure(head, payload),
    text(signature) {
      const opening = [0xc0 | coseSign1, 0x84, ...bytesHead(head)]
      // Between head and payload stands the empty map of unprotected headers.
      const bytes = joined(opening, head, [0xa0, ...bytesHead(payload)], payload, bytesHead(signature), signature)
      const text = ticketPrefix + encodeBase45(bytes)
      if (text.length > longestText) throw new Error(`A ticket of ${text.length} characters does not fit its code`)
      return text
    },
  }
}

export const bytesToSign = (claims: TicketClaims, kid: string): Uint8Array<ArrayBuffer> =>
  unsignedTicket(claims, kid).toSign

export const encodeTicket = (claims: TicketClaims, kid: string, signature: Uint8Array): string =>
  unsignedTicket(claims, kid).text(signature)

export const isTicketText = (text: string): boolean => text.startsWith(ticketPrefix)

/** A ticket read from any text; undefined when it is not one of ours. Never throws, trusts nothing. */
export function parseTicket(text: string): ParsedTicket | undefined {
  if (!isTicketText(text) || text.length > longestText) return undefined
  const bytes = decodeBase45(text.slice(ticketPrefix.length))
  if (bytes === undefined) return undefined
  try {
    return parseBytes(bytes)
  } catch {
    // cborg speaks of broken bytes by exceptions; to a conductor they are simply not a ticket.
    return undefined
  }
}

function parseBytes(bytes: Uint8Array<ArrayBuffer>): ParsedTicket | undefined {
  if (bytes[0] !== (0xc0 | coseSign1)) return undefined
  const parts = strict(bytes.subarray(1))
  if (!Array.isArray(parts) || parts.length !== 4) return undefined
  const [head, unprotected, payload, signature]: unknown[] = parts
  if (!isBytes(head) || !isBytes(payload) || !isBytes(signature) || signature.length !== 64) return undefined
  if (!(unprotected instanceof Map) || unprotected.size !== 0) return undefined
  const fields = strict(head)
  const claims = claimsFromMap(strict(payload))
  if (!(fields instanceof Map) || fields.size !== 2 || claims === undefined) return undefined
  const alg: unknown = fields.get(header.alg)
  const kid: unknown = fields.get(header.kid)
  if (typeof alg !== 'number' || !Number.isInteger(alg) || !isBytes(kid) || kid.length !== 2) return undefined
  return {
    claims,
    kid: kidText(kid),
    alg,
    signed: sigStructure(head, payload),
    signature: Uint8Array.from(signature),
  }
}

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array

/** The one value of some bytes. Refuses every other way to write it: map order and floats by encoding it again. */
function strict(bytes: Uint8Array): unknown {
  const value: unknown = decode(bytes, {
    strict: true,
    useMaps: true,
    rejectDuplicateMapKeys: true,
    allowIndefinite: false,
    allowUndefined: false,
    allowInfinity: false,
    allowNaN: false,
    allowBigInt: false,
  })
  if (hex(cbor(value)) !== hex(bytes)) throw new Error('Not deterministic CBOR')
  return value
}

const url64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Two bytes as three characters of base64url, as `kid` stands in a JWK. */
export function kidText(bytes: Uint8Array): string {
  const n = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
  return url64.charAt(n >> 10) + url64.charAt((n >> 4) & 63) + url64.charAt((n << 2) & 63)
}

/** The kid of the n-th key, n from 1 to 65535. A number is never used twice. */
export const kidOf = (n: number): string => kidText(Uint8Array.of(n >> 8, n & 0xff))

function kidBytes(kid: string): Uint8Array {
  const n = Array.from(kid).reduce((sum, char) => sum * 64 + url64.indexOf(char), 0) >> 2
  const bytes = Uint8Array.of(n >> 8, n & 0xff)
  if (kidText(bytes) !== kid) throw new Error(`No key id of two bytes: ${kid}`)
  return bytes
}
