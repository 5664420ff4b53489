import { z } from 'zod'
import { bookingId, callIndex, departureId, feedId, moneySchema, seatLabel } from '../base/ids.ts'

/** A position and the stop that stands there; both, so that a changed timetable is noticed (`timetable-changed`). */
export const rideEnd = z.strictObject({ index: callIndex, stop: feedId })

export const passenger = z.strictObject({
  name: z.string().trim().min(1).max(80),
  phone: z
    .string()
    .regex(/^\+?[0-9 ()-]{5,24}$/)
    .optional(),
  category: z.string().max(40).optional(),
})

const wishSeats = z.strictObject({ kind: z.literal('seats'), seats: z.array(seatLabel).min(1).max(9) })
const wishTogether = z.strictObject({ kind: z.literal('together') })
const wishAny = z.strictObject({ kind: z.literal('any') })

/** Wishes in order of preference; the first that can be met is met. */
export const wish = z.discriminatedUnion('kind', [
  wishSeats,
  wishTogether,
  wishAny,
  z.strictObject({ kind: z.literal('departure'), departure: departureId, board: rideEnd, alight: rideEnd }),
  /** Another departure between the same places that leaves within so many minutes after this one, at most at this price. */
  z.strictObject({
    kind: z.literal('later'),
    withinMinutes: z.number().int().min(1).max(1440),
    atMost: moneySchema.optional(),
  }),
])
export type Wish = z.infer<typeof wish>

export const payment = z.enum(['on-board', 'wallet', 'card'])

export const bookIntent = z
  .strictObject({
    departure: departureId,
    board: rideEnd,
    alight: rideEnd,
    passengers: z.array(passenger).min(1).max(9),
    wishes: z.array(wish).min(1).max(8),
    /** The most the whole party pays, in the departure's currency. */
    ceiling: moneySchema,
    pay: payment,
    /** Loyalty points offered as part payment; a price takes at most the share that loyalty allows. */
    points: z.number().int().min(1).max(1e6).optional(),
  })
  .refine((b) => b.alight.index > b.board.index, { path: ['alight'], message: 'alight comes after board' })
  .refine((b) => b.wishes.every((w) => w.kind !== 'seats' || new Set(w.seats).size === b.passengers.length), {
    path: ['wishes'],
    message: 'a wish for seats names one different seat for each passenger',
  })
export type BookIntent = z.infer<typeof bookIntent>

/** What a person was shown that a change would cost; it is not carried out for more. */
export const shownQuote = z.strictObject({ fee: moneySchema, back: moneySchema.optional() })

/** Version 1 named the booking alone: the whole party, and only if it costs nothing. */
export const cancelIntent = z.strictObject({
  booking: bookingId,
  /** Positions of the passengers who cancel; all of them when absent. */
  passengers: z.array(z.number().int().min(0).max(8)).min(1).max(9).optional(),
  quote: shownQuote.optional(),
})
export type CancelIntent = z.infer<typeof cancelIntent>

const seatWish = z.discriminatedUnion('kind', [wishSeats, wishTogether, wishAny])
export type WishOfSeats = z.infer<typeof seatWish>

/** Another ride for the whole of a booking. `board` and `alight` are positions of that departure's stops. */
const ride = {
  departure: departureId,
  board: rideEnd,
  alight: rideEnd,
  wishes: z.array(seatWish).min(1).max(4),
}
const forwards = (r: { board: { index: number }; alight: { index: number } }) => r.alight.index > r.board.index
const backwards = { path: ['alight'], message: 'alight comes after board' }

const reschedule = {
  ...ride,
  /** What is still to be paid: from the wallet, on board, or by card, and then it moves when that was paid. */
  pay: payment,
}
const shownMove = z.strictObject({ fee: moneySchema, back: moneySchema, dueAfter: moneySchema })
export const moveQuoteBody = z.strictObject(reschedule).refine(forwards, backwards)
export const rescheduleBody = z.strictObject({ ...reschedule, quote: shownMove }).refine(forwards, backwards)
export const rescheduleIntent = z
  .strictObject({ booking: bookingId, ...reschedule, quote: shownMove })
  .refine(forwards, backwards)
export type RescheduleIntent = z.infer<typeof rescheduleIntent>

const answers = {
  refund: { answer: z.literal('refund') },
  keep: { answer: z.literal('keep') },
  move: { answer: z.literal('move'), ...ride },
}
export const chooseBody = z.discriminatedUnion('answer', [
  z.strictObject(answers.refund),
  z.strictObject(answers.keep),
  z.strictObject(answers.move).refine(forwards, backwards),
])
/** The answer to what the agency changed: money back, another departure at no extra cost, or to stay with it. */
export const chooseIntent = z.discriminatedUnion('answer', [
  z.strictObject({ booking: bookingId, ...answers.refund }),
  z.strictObject({ booking: bookingId, ...answers.keep }),
  z.strictObject({ booking: bookingId, ...answers.move }).refine(forwards, backwards),
])
export type ChooseIntent = z.infer<typeof chooseIntent>

/** A party waits for seats of a full departure: all of it or none. The booking it may come to bears the intent's id. */
export const waitIntent = z
  .strictObject({
    departure: departureId,
    board: rideEnd,
    alight: rideEnd,
    passengers: z.array(passenger).min(1).max(9),
    ceiling: moneySchema,
    pay: z.enum(['on-board', 'wallet']),
  })
  .refine(forwards, backwards)
export type WaitIntent = z.infer<typeof waitIntent>

/** A party leaves the waiting list. */
export const leaveIntent = z.strictObject({ waiting: bookingId })
