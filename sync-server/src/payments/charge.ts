import type { Instant } from 'shared/base/instants.ts'
import { type Money, money } from 'shared/base/money.ts'
import { newId } from 'shared/base/random.ts'
import { grant, refuse, type Refusal, type Result } from 'shared/base/result.ts'
import type { Posting } from 'shared/payments/ledger.ts'
import { partPayment } from 'shared/payments/loyalty.ts'
import { chargeFromWallet, pointsSpent } from 'shared/payments/postings.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { beginPayment } from './begin-payment.ts'
import { post, type Short } from './post.ts'

export interface Charge {
  readonly booking: string
  readonly account: string
  readonly agency: string
  /** What is to be paid, above or at zero. */
  readonly amount: Money
  readonly pay: 'wallet' | 'on-board' | 'card'
  /** Points offered as part payment; a price takes at most the share that loyalty allows. */
  readonly points?: number | undefined
  /** What of the booking is charged, when it is not its first charge: its key is `booking:<id>:<what>`. */
  readonly what?: string | undefined
  /** A hold ends at this moment at the latest. */
  readonly until?: Instant | undefined
}

export interface Charged {
  /** Still owed: on board, or by card until the hold ends. */
  readonly due: Money
  /** The card payment that was begun. */
  readonly payment?: string
  /** Until when seats are kept for the card payment. */
  readonly heldUntil?: Instant
}

type World = Pick<Context, 'random' | 'config' | 'payments'>

/**
 * Charge a booking: points first, the rest from the wallet at once, by card before a deadline, or as a debt on board,
 * which is no money yet and is not posted. The same key is charged once. To be run within `attempt`.
 * Refusals: no-money (with what is there and what is missing), no-points (with how many there are),
 * payment-not-offered (no card provider, or not for this amount).
 */
export async function charge(tx: Tx, world: World, ask: Charge): Promise<Result<Charged>> {
  const { amount, pay, points = 0, what = 'charge' } = ask
  const { currency } = amount
  const key = `booking:${ask.booking}:${what}`
  const part = partPayment(amount, points)
  const rest = money(amount.amount - part.value, currency)
  const postings: Posting[] = []
  if (part.points > 0) {
    postings.push(pointsSpent(`${key}:points`, ask, { points: part.points, value: money(part.value, currency) }))
  }
  if (pay === 'wallet') postings.push(chargeFromWallet(key, ask, rest))
  const short = await post(tx, ...postings)
  if (short) return shortOf(short)
  if (pay === 'wallet' || rest.amount === 0) return grant({ due: money(0, currency) })
  if (pay === 'on-board') return grant({ due: rest })
  const { payments, config } = world
  if (!payments?.takes(rest)) return refuse('payment-not-offered')
  const deadline = Math.min(tx.now + config.payments.holdMs, ask.until ?? Infinity)
  const payment = await beginPayment(tx, payments, {
    id: newId(world.random),
    purpose: 'booking',
    booking: ask.booking,
    account: ask.account,
    agency: ask.agency,
    money: rest,
    deadline,
  })
  return grant({ due: rest, payment, heldUntil: deadline })
}

const shortOf = ({ account, has, needs }: Short): Refusal =>
  account.startsWith('points:')
    ? refuse('no-points', { limit: has.amount })
    : refuse('no-money', { price: needs, limit: has, missing: money(needs.amount - has.amount, needs.currency) })
