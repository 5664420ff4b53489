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

/** Wishes in order of preference; the first that can be met is met. */
export const wish = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('seats'), seats: z.array(seatLabel).min(1).max(9) }),
  z.strictObject({ kind: z.literal('together') }),
  z.strictObject({ kind: z.literal('any') }),
  z.strictObject({ kind: z.literal('departure'), departure: departureId, board: rideEnd, alight: rideEnd }),
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
