import { cancelQuote, ladderOf, percentAt, type Quote } from 'shared/booking/changes.ts'
import type { Instant } from 'shared/base/instants.ts'
import type { Booking } from 'shared/records.ts'

type Passenger = Booking['passengers'][number]

/** Those who travel; of a booking that does not take place, those who would have. */
export function travelling({ passengers, status }: Pick<Booking, 'passengers' | 'status'>): readonly Passenger[] {
  if (status === 'cancelled' || status === 'expired') return passengers
  return passengers.filter((passenger) => passenger.cancelledAt === undefined)
}

export const seatsOfBooking = (booking: Booking): string[] => travelling(booking).map((passenger) => passenger.seat)

/**
 * What cancelling all of it would cost now, by the server's own function. A delay this phone has not heard of can only make
 * it cheaper, and then the server takes the better.
 */
export function costOfCancelling({ price, due, board, agencyId, choice }: Booking, now: Instant): Quote {
  const kept = choice ? { percent: 0, until: choice.until } : percentAt(ladderOf(agencyId), 'cancel', board.at, now)
  const { amount, currency } = price
  return cancelQuote({ gross: amount, owed: Math.min(due.amount, amount), due: due.amount, currency, ...kept })
}
