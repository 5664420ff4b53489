import { createHash } from 'node:crypto'
import { Problem } from './problem.ts'
import type { AppContext } from './types.ts'

const idempotencyKey = /^[\x21-\x7e]{1,200}$/

/**
 * The id of what a call makes: the same account and Idempotency-Key name the same thing, whenever they come.
 * @throws Problem 400 no-idempotency-key.
 */
export function idOfKey(ctx: AppContext, account: string): string {
  const key = ctx.get('idempotency-key')
  if (!idempotencyKey.test(key)) {
    const advice =
      'Send an Idempotency-Key of 1 to 200 visible characters, fresh for each request and the same on a retry.'
    throw new Problem(400, 'no-idempotency-key', advice)
  }
  return createHash('sha256').update(`${account}\n${key}`).digest('hex').slice(0, 32)
}
