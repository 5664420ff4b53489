import { createHash } from 'node:crypto'
import type { Config } from '../config.ts'
import type { AppContext } from './types.ts'

const quarter = 15 * 60_000

/**
 * Count an attempt to sign in or register: per account and address, so a guesser is stopped and the owner elsewhere is
 * not; per address, against lists of stolen passwords; per account, against many addresses.
 * @returns call it when the attempt was right: it is not counted then.
 * @throws Problem 429 too-many.
 */
export function attempt(ctx: AppContext, config: Config, email: string): () => void {
  const size = config.limits.signIn
  // Hashed, so that an address typed wrong does not lie about in memory.
  const who = createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')
  const buckets = [
    { kind: 'sign-in both', key: `${who} ${ctx.ip}`, size },
    { kind: 'sign-in address', key: ctx.ip, size: size * 6 },
    { kind: 'sign-in account', key: who, size: size * 10 },
  ]
  for (const bucket of buckets) ctx.state.limits.spend(bucket.kind, bucket.key, { size: bucket.size, perMs: quarter })
  return () => {
    for (const bucket of buckets) ctx.state.limits.giveBack(bucket.kind, bucket.key)
  }
}
