import * as noble from '@noble/ed25519'
import { edDsa, type ParsedTicket, unsignedTicket } from './codec.ts'
import type { TicketClaims } from './ticket.ts'

/** The only file that knows the curve: Ed25519 (RFC 8032). */
export interface Curve {
  /** From the 32-byte seed. */
  publicKey(seed: Uint8Array): Promise<Uint8Array<ArrayBuffer>>
  sign(bytes: Uint8Array, seed: Uint8Array): Promise<Uint8Array<ArrayBuffer>>
  verify(signature: Uint8Array, bytes: Uint8Array, publicKey: Uint8Array): Promise<boolean>
}

/** A private ticket key: its kid (base64url of two bytes) and 32 secret bytes. */
export interface SigningKey {
  readonly kid: string
  readonly seed: Uint8Array
}

/** The public half, as it travels in records and in the JWK set. */
export interface VerifyKey {
  readonly kid: string
  /** Base64url of the 32 public bytes. */
  readonly x: string
  readonly notBefore: number
  readonly notAfter: number
  readonly compromised: boolean
}

/** Both names of the one algorithm our keys have: EdDSA (RFC 9053) and Ed25519 (RFC 9864). */
const labels: readonly number[] = [edDsa, -19]

/** The text `BT1:…` of a ticket. @throws when it would not fit its code. */
export async function signTicket(claims: TicketClaims, key: SigningKey): Promise<string> {
  const curve = await thisCurve()
  const ticket = unsignedTicket(claims, key.kid)
  return ticket.text(await curve.sign(ticket.toSign, key.seed))
}

export type SignatureCheck = 'good' | 'unknown-key' | 'key-revoked' | 'forged'

/**
 * Whether one of these keys made the ticket. Key and algorithm come from the own list by kid, never from the ticket.
 * All that a compromised key signed is `key-revoked`, for a thief can write any date of issue.
 */
export async function checkSignature(ticket: ParsedTicket, keys: readonly VerifyKey[]): Promise<SignatureCheck> {
  const key = keyFor(ticket, keys)
  if (typeof key === 'string') return key
  const curve = await thisCurve()
  return (await curve.verify(ticket.signature, ticket.signed, fromUrl64(key.x))) ? 'good' : 'forged'
}

/** The key that has to have made the ticket, or why none can have. */
export function keyFor(ticket: ParsedTicket, keys: readonly VerifyKey[]): VerifyKey | Exclude<SignatureCheck, 'good'> {
  const key = keys.find((k) => k.kid === ticket.kid)
  if (key === undefined) return 'unknown-key'
  if (key.compromised) return 'key-revoked'
  if (!labels.includes(ticket.alg)) return 'forged'
  const { issuedAt } = ticket.claims
  if (issuedAt + 1000 <= key.notBefore || issuedAt > key.notAfter) return 'forged'
  return key
}

/** `x` of the JWK of a seed. */
export async function publicX(seed: Uint8Array): Promise<string> {
  const curve = await thisCurve()
  return toUrl64(await curve.publicKey(seed))
}

/** RFC 8410: what stands before the 32 bytes of a seed in PKCS #8. */
const pkcs8 = Uint8Array.of(0x30, 46, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20)
const algorithm = { name: 'Ed25519' }
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes)

/** Reading a key costs more than signing with it. */
type ImportedKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>
const imported = new WeakMap<Uint8Array, Promise<ImportedKey>>()

function privateKey(seed: Uint8Array): Promise<ImportedKey> {
  const known = imported.get(seed)
  if (known !== undefined) return known
  const key = crypto.subtle.importKey('pkcs8', Uint8Array.from([...pkcs8, ...seed]), algorithm, true, ['sign'])
  imported.set(seed, key)
  return key
}

export const webCurve: Curve = {
  async publicKey(seed) {
    const jwk = await crypto.subtle.exportKey('jwk', await privateKey(seed))
    return fromUrl64(jwk.x ?? '')
  },
  async sign(bytes, seed) {
    return new Uint8Array(await crypto.subtle.sign(algorithm, await privateKey(seed), own(bytes)))
  },
  async verify(signature, bytes, publicKey) {
    const key = await crypto.subtle.importKey('raw', own(publicKey), algorithm, false, ['verify'])
    return crypto.subtle.verify(algorithm, key, own(signature), own(bytes))
  },
}

/** For browsers whose WebCrypto lacks the curve. Strict: a signature by a key of small order never holds. */
export const nobleCurve: Curve = {
  publicKey: async (seed) => own(await noble.getPublicKeyAsync(seed)),
  sign: async (bytes, seed) => own(await noble.signAsync(bytes, seed)),
  verify: (signature, bytes, publicKey) =>
    noble.verifyAsync(signature, bytes, publicKey, { zip215: false }).catch(() => false),
}

let chosen: Promise<Curve> | undefined

/** WebCrypto where it knows the curve, asked once. */
function thisCurve(): Promise<Curve> {
  chosen ??= privateKey(new Uint8Array(32)).then(
    () => webCurve,
    () => nobleCurve,
  )
  return chosen
}

const toUrl64 = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const fromUrl64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
