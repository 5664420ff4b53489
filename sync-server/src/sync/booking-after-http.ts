import { refuse } from 'shared/base/result.ts'
import type { Booking } from 'shared/records.ts'
import type { Outcome } from 'shared/sync/envelope.ts'
import { bookingOfAccount } from '../booking/read.ts'
import type { Context } from '../context.ts'
import { notFound, Problem, refused } from '../http/problem.ts'

/** Nothing, once an intent was carried out. @throws Problem when it was refused, or could not be decided now. */
export function assertDone(outcome: Outcome): void {
  if (outcome.status === 'later') {
    throw new Problem(503, 'try-again', 'This could not be decided now: ask again.', {
      headers: { 'Retry-After': '5' },
    })
  }
  if (outcome.code !== null) throw refused(refuse(outcome.code, outcome.data))
}

/** The booking as it is after an intent about it. @throws Problem when that was refused, or could not be decided now. */
export async function bookingAfter(
  { db }: Pick<Context, 'db'>,
  account: string,
  { outcome, id }: { outcome: Outcome; id: string },
): Promise<Booking> {
  assertDone(outcome)
  const found = await bookingOfAccount(db.read, account, id)
  if (!found) throw notFound('booking')
  return found
}
