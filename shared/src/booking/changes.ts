import type { Instant } from '../base/instants.ts'
import type { Money } from '../base/money.ts'
import { grant, refuse, type Result } from '../base/result.ts'
import { type BookingState, step } from './booking.ts'

export interface Cancellable {
  readonly status: BookingState
  readonly price: Money
  /** What of the price is still owed. */
  readonly due: Money
  /** When the departure leaves the boarding stop, delay included. */
  readonly leavesAt: Instant
  /** Whether a passenger of it boarded. */
  readonly boarded: boolean
}

/**
 * Whether a passenger may cancel a booking now: `already` when it is cancelled, so asking twice is asking once.
 * Free of charge as long as nothing was paid; what was paid is not returned this way.
 * Refusals: already-boarded, departed, hold-expired, not-allowed (paid).
 */
export function cancellation(booking: Cancellable, now: Instant): Result<'cancel' | 'already'> {
  const next = step(booking.status, 'cancel')
  if ('same' in next) return grant('already')
  if ('refuse' in next) return refuse(next.refuse)
  if (booking.boarded) return refuse('already-boarded')
  if (now >= booking.leavesAt) return refuse('departed', { at: booking.leavesAt })
  if (booking.due.amount < booking.price.amount) return refuse('not-allowed')
  return grant('cancel')
}
