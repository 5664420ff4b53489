import type { AnyLife } from './base/life.ts'
import { bookingLife } from './booking/booking.ts'
import { moveLife } from './booking/move-life.ts'
import { waitingLife } from './booking/waiting.ts'
import { departureLife } from './inventory/departure-life.ts'
import { paymentLife, refundLife } from './payments/payment.ts'
import { intentLife } from './sync/intent-life.ts'
import { ticketLife } from './tickets/life.ts'

/** Every life there is, by the name under which docs/states.md draws it. */
export const lives = {
  Intent: intentLife,
  Booking: bookingLife,
  'Move that is paid by card': moveLife,
  'Party in a waiting list': waitingLife,
  'Card payment': paymentLife,
  'Refund to a card': refundLife,
  Ticket: ticketLife,
  Departure: departureLife,
} as const satisfies Record<string, AnyLife>
