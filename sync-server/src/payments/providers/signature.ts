import { createHmac, timingSafeEqual } from 'node:crypto'

/** A webhook is taken for so long after it was signed, and no longer: one that was overheard is worth nothing later. */
const tolerance = 5 * 60_000

const hmac = (secret: string, at: string, raw: Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`${at}.`).update(raw).digest()

/** `t=<seconds>,v1=<hex of HMAC-SHA-256 over "t.body">`, the form that Stripe uses. */
export function sign(secret: string, raw: Uint8Array, now: number): string {
  const at = String(Math.floor(now / 1000))
  return `t=${at},v1=${hmac(secret, at, raw).toString('hex')}`
}

const form = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/

export function isSigned(secret: string, raw: Uint8Array, signature: string, now: number): boolean {
  const found = form.exec(signature)
  const [, at = '', given = ''] = found ?? []
  if (!found || Math.abs(now - Number(at) * 1000) > tolerance) return false
  return timingSafeEqual(Buffer.from(given, 'hex'), hmac(secret, at, raw))
}
