import type { Life } from '../base/life.ts'

/**
 * The life of a card payment. `created`: the provider is yet to be asked. `open`: a card can be given. `declined`: one was
 * refused, another may be tried. `paid`: the money is there and went where it was meant. `closed`: nobody may pay any more.
 * `returned`: money came for what was gone, and goes back. `mismatched`: other money came than was asked; a person settles it.
 */
export const paymentStates = ['created', 'open', 'declined', 'paid', 'closed', 'returned', 'mismatched'] as const
export type PaymentState = (typeof paymentStates)[number]

/**
 * What can happen to it, in any order. `succeed`: the money came and what it is for is still there. `late`: the money came
 * and that is gone. `mismatch`: another amount or currency came. `close`: the deadline passed, or what it is for was given up.
 */
export type PaymentEvent = 'make' | 'decline' | 'succeed' | 'late' | 'mismatch' | 'close'

const settled = {
  make: { same: true },
  decline: { same: true },
  succeed: { same: true },
  late: { same: true },
  mismatch: { same: true },
  close: { same: true },
} as const

/** Total: each state says what each event does to it. */
export const paymentLife: Life<PaymentState, PaymentEvent> = {
  created: {
    make: { to: 'open' },
    // The provider's word may overtake our own note that it made the payment.
    decline: { to: 'declined' },
    succeed: { to: 'paid' },
    late: { to: 'returned' },
    mismatch: { to: 'mismatched' },
    close: { to: 'closed' },
  },
  open: {
    make: { same: true },
    decline: { to: 'declined' },
    succeed: { to: 'paid' },
    late: { to: 'returned' },
    mismatch: { to: 'mismatched' },
    close: { to: 'closed' },
  },
  declined: {
    make: { same: true },
    decline: { same: true },
    succeed: { to: 'paid' },
    late: { to: 'returned' },
    mismatch: { to: 'mismatched' },
    close: { to: 'closed' },
  },
  paid: settled,
  closed: {
    make: { same: true },
    decline: { same: true },
    // A top-up that came after its time is as welcome as before.
    succeed: { to: 'paid' },
    late: { to: 'returned' },
    mismatch: { to: 'mismatched' },
    close: { same: true },
  },
  returned: settled,
  mismatched: settled,
}

/** Whether a card may still be given for it. */
export const canBePaid = (state: PaymentState): boolean =>
  state === 'created' || state === 'open' || state === 'declined'

/**
 * The life of a refund to a card. `queued`: the provider is yet to be asked. `pending`: it is under way. `failed`: the card
 * takes nothing back, and the money went to the wallet.
 */
export const refundStates = ['queued', 'pending', 'succeeded', 'failed'] as const
export type RefundState = (typeof refundStates)[number]
export type RefundEvent = 'ask' | 'succeed' | 'fail'

/** Total: each state says what each event does to it. A word that comes after the last one changes nothing. */
export const refundLife: Life<RefundState, RefundEvent> = {
  queued: { ask: { to: 'pending' }, succeed: { to: 'succeeded' }, fail: { to: 'failed' } },
  pending: { ask: { same: true }, succeed: { to: 'succeeded' }, fail: { to: 'failed' } },
  succeeded: { ask: { same: true }, succeed: { same: true }, fail: { same: true } },
  failed: { ask: { same: true }, succeed: { same: true }, fail: { same: true } },
}
