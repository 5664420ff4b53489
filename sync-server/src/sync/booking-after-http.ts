import { newId } from 'shared/base/random.ts'
import { refuse } from 'shared/base/result.ts'
import type { Booking } from 'shared/records.ts'
import type { Outcome } from 'shared/sync/envelope.ts'
import { bookingOfAccount } from '../booking/read.ts'
import type { Context } from '../context.ts'
import { notFound, Problem, refused } from '../http/problem.ts'
import type { Actor } from '../identity/actor.ts'
import { askOnce } from './exchange.ts'

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

/** Ask for a change of a booking, and give the booking as it is then. @throws Problem as bookingAfter does. */
export async function changeBooking(
  context: Context,
  actor: Actor,
  change: { booking: string; name: 'booking.cancel' | 'booking.reschedule' | 'booking.choose'; args: object },
): Promise<Booking> {
  const { booking, name, args } = change
  const outcome = await askOnce(context, actor, { id: newId(context.random), name, args: { booking, ...args } })
  return bookingAfter(context, actor.account, { outcome, id: booking })
}
