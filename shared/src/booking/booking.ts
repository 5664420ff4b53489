import type { Fate, Life } from '../base/life.ts'

/** The life of a booking. `held` waits for payment, `expired` waited too long. */
export type BookingState = 'held' | 'confirmed' | 'cancelled' | 'expired'

/**
 * What can happen to it. `part`: some of its passengers cancel. `withdraw`: the agency cancels it. `disrupt`: the agency
 * changed its departure, and the passenger is asked what now; `keep`: the answer is to stay with it.
 */
export type BookingEvent = 'pay' | 'expire' | 'cancel' | 'part' | 'move' | 'withdraw' | 'disrupt' | 'keep'

export type Step = Fate<BookingState>

/** Total: each state says what each event does to it. */
export const bookingLife: Life<BookingState, BookingEvent> = {
  held: {
    pay: { to: 'confirmed' },
    expire: { to: 'expired' },
    cancel: { to: 'cancelled' },
    // Its price is with the payment provider already: it is paid or given up as a whole.
    part: { refuse: 'not-allowed' },
    move: { refuse: 'not-allowed' },
    withdraw: { to: 'cancelled' },
    // Nobody has paid yet, so nobody has to choose.
    disrupt: { to: 'cancelled' },
    keep: { refuse: 'no-choice' },
  },
  confirmed: {
    pay: { same: true },
    // The deadline passed after the money came: the booking stands.
    expire: { same: true },
    cancel: { to: 'cancelled' },
    part: { stays: true },
    move: { stays: true },
    withdraw: { to: 'cancelled' },
    disrupt: { stays: true },
    keep: { stays: true },
  },
  cancelled: {
    pay: { refuse: 'paid-but-gone' },
    expire: { same: true },
    cancel: { same: true },
    part: { same: true },
    move: { refuse: 'already-cancelled' },
    withdraw: { same: true },
    disrupt: { same: true },
    keep: { refuse: 'already-cancelled' },
  },
  expired: {
    pay: { refuse: 'paid-but-gone' },
    expire: { same: true },
    cancel: { refuse: 'hold-expired' },
    part: { refuse: 'hold-expired' },
    move: { refuse: 'hold-expired' },
    withdraw: { same: true },
    disrupt: { same: true },
    keep: { refuse: 'hold-expired' },
  },
}

export const step = (state: BookingState, event: BookingEvent): Step => bookingLife[state][event]

/** Whether it keeps its seats. */
export const keepsSeats = (state: BookingState): boolean => state === 'held' || state === 'confirmed'
