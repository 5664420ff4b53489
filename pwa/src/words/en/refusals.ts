import type { RefusalCode } from 'shared/base/refusals.ts'

/** What the sentences may name; a screen fills in what the refusal carries. All as ready text. */
export interface RefusalFacts {
  /** "4C and 4D" */
  seats?: string
  /** "08:15" */
  at?: string
  /** Price now, ceiling, and what the wallet holds: "€29". */
  price?: string
  limit?: string
  free?: number
  asked?: number
  reference?: string
}

const nothingPaid = 'You paid nothing.'

/** What happened, and what it means. The next step is a button of the screen. A code without a sentence does not compile. */
export const refusals: Record<RefusalCode, (facts: RefusalFacts) => { reason: string; rest: string }> = {
  'seats-taken': ({ seats }) => ({
    reason: seats
      ? `${seats.includes(' ') ? `Seats ${seats} were` : `Seat ${seats} was`} sold before we could ask.`
      : 'The seats were sold before we could ask.',
    rest: nothingPaid,
  }),
  'not-enough': ({ free, asked }) => ({
    reason:
      free === undefined
        ? 'There are not enough seats left.'
        : free === 0
          ? 'No seat is left.'
          : `Only ${free} ${free === 1 ? 'seat is' : 'seats are'} left.${asked ? ` You asked for ${asked}.` : ''}`,
    rest: nothingPaid,
  }),
  departed: ({ at }) => ({
    reason: `The coach left${at ? ` at ${at}` : ''}, before your request arrived.`,
    rest: nothingPaid,
  }),
  'sales-closed': ({ at }) => ({
    reason: `Sales closed${at ? ` at ${at}` : ''}.`,
    rest: 'You may still buy on board.',
  }),
  cancelled: () => ({ reason: 'The company cancelled this departure.', rest: nothingPaid }),
  'not-sold': () => ({ reason: 'Seats on this ride are not sold here.', rest: 'Buy on board.' }),
  'price-above-limit': ({ price, limit }) => ({
    reason: price
      ? `The price is now ${price}.${limit ? ` Your limit was ${limit}.` : ''}`
      : 'The price rose above your limit.',
    rest: nothingPaid,
  }),
  'no-money': ({ price, limit }) => ({
    reason:
      price && limit
        ? `Your wallet has ${limit}. The trip costs ${price}.`
        : 'Your wallet does not hold enough for this trip.',
    rest: nothingPaid,
  }),
  'hold-expired': ({ at }) => ({
    reason: `The hold ended${at ? ` at ${at}` : ''} before we got your payment.`,
    rest: nothingPaid,
  }),
  'no-points': ({ limit }) => ({
    reason: limit ? `You have ${limit} points.` : 'You do not have so many points.',
    rest: nothingPaid,
  }),
  'paid-but-gone': ({ price }) => ({
    reason: 'You paid, but the seats were gone.',
    rest: `${price ?? 'The money'} is on its way back to you.`,
  }),
  'depends-on-refused': () => ({
    reason: 'We did not carry this out, because the request before it was refused.',
    rest: nothingPaid,
  }),
  'device-forked': () => ({
    reason: 'This phone was restored from an older copy, so we could not tell its requests apart.',
    rest: 'Ask again.',
  }),
  'already-used': () => ({
    reason: 'A request of this name was carried out before.',
    rest: 'See your trips before you ask again.',
  }),
  'timetable-changed': () => ({
    reason: 'The timetable changed after you asked. This ride is no longer the same.',
    rest: nothingPaid,
  }),
  'unknown-departure': () => ({ reason: 'This departure is no longer in the timetable.', rest: nothingPaid }),
  'unknown-booking': () => ({ reason: 'We know no such booking of yours.', rest: 'Nothing was changed.' }),
  'already-cancelled': () => ({ reason: 'This booking was cancelled before.', rest: 'Nothing was changed.' }),
  'already-boarded': () => ({
    reason: 'Somebody of this booking has boarded. It can no longer be cancelled.',
    rest: 'Nothing was changed.',
  }),
  'too-many-seats': ({ limit }) => ({
    reason: `You may book ${limit ? `up to ${limit}` : 'a limited number of'} seats on one departure.`,
    rest: nothingPaid,
  }),
  'too-many-unpaid': ({ limit }) => ({
    reason: `You have ${limit ?? 'several'} unpaid bookings.`,
    rest: 'Ride or cancel one, then ask again.',
  }),
  'payment-not-offered': () => ({ reason: 'This way to pay is not offered yet.', rest: 'Choose to pay on board.' }),
  'quote-changed': ({ price }) => ({
    reason: price ? `It would now cost ${price}.` : 'It would now cost more than you were told.',
    rest: 'Nothing was changed. Look at the new price, then ask again.',
  }),
  'no-choice': () => ({ reason: 'There is nothing left to decide about this booking.', rest: 'It stands as it is.' }),
  'other-agency': () => ({
    reason: 'Another company runs that coach, so this booking cannot be moved to it.',
    rest: 'Nothing was changed.',
  }),
  'no-other-departure': () => ({ reason: 'No other departure leaves in that time.', rest: nothingPaid }),
  'not-full': () => ({ reason: 'There are seats, so nobody has to wait.', rest: 'Book them now.' }),
  'line-full': ({ limit }) => ({
    reason: limit ? `No more than ${limit} may wait.` : 'The waiting list is full.',
    rest: 'Choose another departure.',
  }),
  'already-served': () => ({
    reason: 'Seats came free, and you have them.',
    rest: 'Cancel the booking if you no longer want it.',
  }),
  'not-allowed': () => ({ reason: 'This account may no longer do that.', rest: 'Ask your manager.' }),
  'lost-in-restore': () => ({
    reason: 'You had this, but our records were restored from an older copy, and it could not be made good by itself.',
    rest: 'Your ticket is with the company as evidence. A person there settles it; call them before you travel.',
  }),
  expired: () => ({ reason: 'This request is more than 90 days old, so we did not carry it out.', rest: nothingPaid }),
  invalid: () => ({
    reason: 'This version of the app asked in a way we do not understand.',
    rest: 'Update the app, then ask again.',
  }),
  poison: ({ reference }) => ({
    reason: 'We could not process this request. We know about it.',
    rest: reference ? `Reference ${reference}.` : nothingPaid,
  }),
  'unknown-reason': () => ({
    reason: 'It was refused for a reason that this version of the app does not know.',
    rest: 'Update the app to read it.',
  }),
}
