import type { Money } from './money.ts'

/** The closed list of reasons for which an intent is refused. Each has a sentence on screen (pwa/src/words). */
export const refusalCodes = [
  'seats-taken',
  'not-enough',
  'departed',
  'sales-closed',
  'cancelled',
  'not-sold',
  'price-above-limit',
  'no-money',
  'no-points',
  'hold-expired',
  'paid-but-gone',
  'depends-on-refused',
  'device-forked',
  'already-used',
  'timetable-changed',
  'unknown-departure',
  'unknown-booking',
  'already-cancelled',
  'already-boarded',
  'too-many-seats',
  'too-many-unpaid',
  'payment-not-offered',
  'quote-changed',
  'no-choice',
  'other-agency',
  'no-other-departure',
  'not-full',
  'line-full',
  'already-served',
  'not-allowed',
  'lost-in-restore',
  'expired',
  'invalid',
  'poison',
  // Never of a server: what an app makes of a reason that is newer than itself.
  'unknown-reason',
] as const

export type RefusalCode = (typeof refusalCodes)[number]

/** What a refusal may carry so that the next step is one tap. Everything is optional; screens show what is there. */
export interface RefusalData {
  /** Seats asked for that are taken on the ride. */
  taken?: string[]
  /** Groups of seats, best first, still free on the same ride when the answer was made. */
  free?: string[][]
  /** Seats free on the ride, one by one. */
  freeSeats?: number
  /** When `free` and `freeSeats` were true, ms since 1970 (server's clock). */
  asOf?: number
  /** The price now, whole party. */
  price?: Money
  /** The ceiling the intent carried, or the most that is allowed. */
  limit?: Money | number
  /** What the wallet lacks. */
  missing?: Money
  /** When the coach left, sales closed or the hold ended, ms since 1970. */
  at?: number
  /** Why each wish failed, in the order of the wishes. */
  wishes?: { wish: number; code: RefusalCode }[]
  /** The booking that was not cancelled or changed. */
  booking?: string
  /** What the change costs now, for `quote-changed`: kept by the agency, and given back (below 0: to be paid). */
  quote?: { fee: Money; back: Money; dueAfter: Money; percent: number }
  /** Intent the refused one depended on. */
  intent?: string
  /** Short support reference. */
  reference?: string
  /** Field path and what is wrong with it, for `invalid`. */
  issues?: { path: string; message: string }[]
}
