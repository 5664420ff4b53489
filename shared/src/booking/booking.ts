import type { RefusalCode } from '../base/refusals.ts'

/** The life of a booking. `held` waits for payment, `expired` waited too long. */
export type BookingState = 'held' | 'confirmed' | 'cancelled' | 'expired'

/** What can happen to it. `withdraw` is the agency's cancellation: its departure does not run. */
export type BookingEvent = 'pay' | 'expire' | 'cancel' | 'withdraw'

export type Step =
  /** The state changes. */
  | { readonly to: BookingState }
  /** It has happened already: nothing changes, and the answer is the same. */
  | { readonly same: true }
  | { readonly refuse: RefusalCode }

/** Total: each state says what each event does to it. */
export const bookingLife: Readonly<Record<BookingState, Readonly<Record<BookingEvent, Step>>>> = {
  held: {
    pay: { to: 'confirmed' },
    expire: { to: 'expired' },
    cancel: { to: 'cancelled' },
    withdraw: { to: 'cancelled' },
  },
  confirmed: {
    pay: { same: true },
    // The deadline passed after the money came: the booking stands.
    expire: { same: true },
    cancel: { to: 'cancelled' },
    withdraw: { to: 'cancelled' },
  },
  cancelled: {
    pay: { refuse: 'paid-but-gone' },
    expire: { same: true },
    cancel: { same: true },
    withdraw: { same: true },
  },
  expired: {
    pay: { refuse: 'paid-but-gone' },
    expire: { same: true },
    cancel: { refuse: 'hold-expired' },
    withdraw: { same: true },
  },
}

export const step = (state: BookingState, event: BookingEvent): Step => bookingLife[state][event]

/** Whether it keeps its seats. */
export const keepsSeats = (state: BookingState): boolean => state === 'held' || state === 'confirmed'
