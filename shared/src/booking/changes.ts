import type { Instant } from '../base/instants.ts'
import type { Money } from '../base/money.ts'
import { grant, refuse, type Result } from '../base/result.ts'
import { type BookingState, step } from './booking.ts'

/** One step of a fee ladder. */
export interface LadderStep {
  /** It holds from so many ms before the departure leaves the boarding stop … */
  readonly before: number
  /** … with so many percent of what was paid kept when passengers cancel, or move to another departure. */
  readonly cancel: number
  readonly move: number
}

/** The furthest from the departure first; the last step holds until it leaves (`before` 0). */
export type Ladder = readonly LadderStep[]

const hour = 3_600_000

/** What an agency charges that has no ladder of its own. */
export const defaultLadder: Ladder = [
  { before: 72 * hour, cancel: 0, move: 0 },
  { before: 24 * hour, cancel: 10, move: 0 },
  { before: 2 * hour, cancel: 25, move: 10 },
  { before: 0, cancel: 50, move: 25 },
]

/** Ladders by agency id. The one table: the server charges by it, the phone quotes by it. */
const ladders: ReadonlyMap<string, Ladder> = new Map()

export const ladderOf = (agency: string | undefined): Ladder => ladders.get(agency ?? '') ?? defaultLadder

export type Change = 'cancel' | 'move'

/** The percent kept at a moment, and until when; 100 % once the departure has left. */
export function percentAt(ladder: Ladder, change: Change, leavesAt: Instant, at: Instant) {
  const held = ladder.find((each) => at <= leavesAt - each.before && at < leavesAt)
  return held ? { percent: held[change], until: leavesAt - held.before } : { percent: 100, until: leavesAt }
}

export interface Cancellable {
  readonly status: BookingState
  /** When the departure leaves the boarding stop, delay included. */
  readonly leavesAt: Instant
  /** Whether one of those who cancel has boarded. */
  readonly boarded: boolean
  /** The agency changed the departure and the answer is open: cancelling is free, even after it would have left. */
  readonly choice: boolean
}

/**
 * Whether passengers may cancel at a moment: `already` when the booking is cancelled, so asking twice is asking once.
 * `change`: the whole booking, or a part of its passengers.
 * Refusals: already-boarded, departed, hold-expired, not-allowed (a part of a booking that is not paid yet).
 */
export function cancellation(
  booking: Cancellable,
  change: 'cancel' | 'part',
  at: Instant,
): Result<'cancel' | 'already'> {
  const next = step(booking.status, change)
  if ('same' in next) return grant('already')
  if ('refuse' in next) return refuse(next.refuse)
  if (booking.boarded) return refuse('already-boarded')
  if (at >= booking.leavesAt && !booking.choice) return refuse('departed', { at: booking.leavesAt })
  return grant('cancel')
}

/** Whether a booking may be moved to another departure at a moment. Refusals: as cancellation(), already-cancelled. */
export function moving(booking: Cancellable, at: Instant): Result<null> {
  const next = step(booking.status, 'move')
  if ('refuse' in next) return refuse(next.refuse)
  if (booking.boarded) return refuse('already-boarded')
  if (at >= booking.leavesAt && !booking.choice) return refuse('departed', { at: booking.leavesAt })
  return grant(null)
}

/** What a change of a booking does to its money. All in the booking's currency. */
export interface Quote {
  readonly percent: number
  /** Kept by the agency: a share of what was paid, rounded down; of what was never paid nothing is kept. */
  readonly fee: Money
  /** Debt on board that is struck. */
  readonly struck: Money
  /** Given back; below 0, to be paid. */
  readonly back: Money
  /** Owed on board after it. */
  readonly dueAfter: Money
  /** The last moment at which this quote holds. */
  readonly until: Instant
}

interface QuoteAsk {
  /** What the whole booking owes on board, minor units. */
  readonly due: number
  readonly currency: string
  readonly percent: number
  readonly until: Instant
}

export interface CancelAsk extends QuoteAsk {
  /** The price of the passengers who cancel, minor units, and what of it they owe. */
  readonly gross: number
  readonly owed: number
}

/** What cancelling some passengers gives back: their debt is struck, the rest is returned, less the fee. */
export function cancelQuote({ gross, owed, due, currency, percent, until }: CancelAsk): Quote {
  const paid = Math.max(gross - owed, 0)
  const fee = Math.floor((paid * percent) / 100)
  const of = (amount: number): Money => ({ amount, currency })
  return { percent, fee: of(fee), struck: of(owed), back: of(paid - fee), dueAfter: of(due - owed), until }
}

export interface MoveAsk extends QuoteAsk {
  readonly oldPrice: number
  readonly newPrice: number
  /** What is still to be paid is paid on board rather than now. */
  readonly onBoard: boolean
}

/** What moving costs: the difference of the prices and a fee on what was paid. Money back strikes debt first. */
export function moveQuote({ oldPrice, newPrice, due, currency, percent, until, onBoard }: MoveAsk): Quote {
  const fee = Math.floor((Math.max(oldPrice - due, 0) * percent) / 100)
  const more = newPrice + fee - oldPrice
  const struck = Math.min(due, Math.max(-more, 0))
  const of = (amount: number): Money => ({ amount, currency })
  const put = more > 0 && onBoard
  return {
    percent,
    fee: of(fee),
    struck: of(struck),
    back: of(put ? 0 : -more - struck),
    dueAfter: of(put ? due + more : due - struck),
    until,
  }
}

/** What a person was shown. Who was shown nothing pays nothing. */
export interface Shown {
  readonly fee: Money
  readonly back?: Money | undefined
  readonly dueAfter?: Money | undefined
}

/** A quote that was shown binds: now may keep no more, give no less and leave no more debt. Refusal: quote-changed. */
export function boundBy(quote: Quote, shown: Shown | undefined): Result<Quote> {
  const { fee, back, dueAfter, percent } = quote
  const most = shown?.fee ?? { amount: 0, currency: fee.currency }
  const worse =
    exceeds(fee, most) ||
    (shown?.back !== undefined && exceeds(shown.back, back)) ||
    (shown?.dueAfter !== undefined && exceeds(dueAfter, shown.dueAfter))
  return worse ? refuse('quote-changed', { quote: { fee, back, dueAfter, percent } }) : grant(quote)
}

const exceeds = (a: Money, b: Money): boolean => a.currency !== b.currency || a.amount > b.amount

/** What is known of an offline request's time. Instants of the device are by its own clock. */
export interface MadeWhen {
  readonly madeAt: Instant
  /** When the device sent it, by its clock; `now`: when it arrived, by the server's. */
  readonly sentAt: Instant
  readonly now: Instant
  /** The exchange before this one: when, by the server's clock, and how far the device's clock was behind it then. */
  readonly last: { readonly at: Instant; readonly behind: number } | null
  /** Whether a ticket that is to be cancelled has boarded. */
  readonly boarded: boolean
}

/** A request counts from at most so long ago. */
export const countsBack = 12 * hour
/** A clock that moved more than this against the server's between two exchanges has jumped. */
export const clockSlack = 2 * 60_000

/**
 * The moment that counts for a cancellation made offline: when it was made, by the server's clock, but no earlier than
 * the device's last exchange and at most 12 hours back. Where the ticket was boarded, the clock jumped or nothing is
 * known of the device, the moment of arrival.
 */
export function momentOf({ madeAt, sentAt, now, last, boarded }: MadeWhen): Instant {
  const behind = now - sentAt
  if (last === null || boarded || madeAt > sentAt || Math.abs(behind - last.behind) > clockSlack) return now
  return Math.min(now, Math.max(madeAt + behind, last.at, now - countsBack))
}
