import { type Money, money } from 'shared/base/money.ts'
import { type Return, returnOf } from 'shared/payments/paid.ts'
import { pointsReturned, pointsWithdrawn, refunded } from 'shared/payments/postings.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { walletOf } from './balance.ts'
import { closePayments } from './change-payment.ts'
import { paidFor } from './paid-for.ts'
import { paymentsOfBooking, refundsOfPayment } from './payment-store.ts'
import { isPosted, mustPost } from './post.ts'
import { queueRefund } from './queue-refund.ts'

export interface RefundAsk {
  readonly booking: string
  readonly account: string
  readonly agency: string
  /** The price of what is given up. */
  readonly amount: Money
  /** What of it was never paid: struck first, since there is nothing to give back. */
  readonly due?: Money | undefined
  /** What the agency keeps of the rest, at most all of it. */
  readonly fee: Money
  /** What refund of the booking it is, when there may be several: its key is `booking:<id>:<what>`. */
  readonly what?: string | undefined
}

export interface Refunded {
  readonly toWallet: Money
  readonly toCard: Money
  /** What the agency kept: less than asked when less was paid. */
  readonly kept: Money
  readonly pointsBack: number
  readonly pointsWithdrawn: number
}

/**
 * Give back what was paid for a booking: to the card what came from cards, the rest to the wallet; points that were
 * spent come back in proportion, and points that were earned are withdrawn as far as they are still there. The refund at
 * the provider is queued, and a card payment that was not made yet is called off, in this unit. Asked twice under one
 * `what` it gives back once.
 */
export async function refund(tx: Tx, world: Pick<Context, 'random'>, ask: RefundAsk): Promise<Refunded> {
  const { booking, account, amount, fee, what = 'refund' } = ask
  const { currency } = amount
  const key = `booking:${booking}:${what}`
  await closePayments(tx, booking)
  const again = (await isPosted(tx, key)) || (await isPosted(tx, `${key}:points`))
  const wanted = again
    ? nothing
    : returnOf(await paidFor(tx, booking), { amount: amount.amount, due: ask.due?.amount ?? 0, fee: fee.amount })
  const cards = await queueRefunds(tx, world, booking, wanted.toCard)
  const toCard = cards.reduce((sum, card) => sum + card.amount, 0)
  // What no card can take back goes to the wallet.
  const toWallet = wanted.toWallet + wanted.toCard - toCard
  const { kept, pointsBack, pointsValue } = wanted
  const withdrawn = Math.min(wanted.pointsWithdrawn, (await walletOf(tx, account)).points + pointsBack)
  await mustPost(
    tx,
    refunded(key, ask, { currency, toWallet, toCards: cards, kept }),
    pointsReturned(`${key}:points`, ask, { points: pointsBack, value: money(pointsValue, currency) }),
    pointsWithdrawn(`${key}:earned`, ask, withdrawn),
  )
  return {
    toWallet: money(toWallet, currency),
    toCard: money(toCard, currency),
    kept: money(kept, currency),
    pointsBack,
    pointsWithdrawn: withdrawn,
  }
}

const nothing: Return = { toWallet: 0, toCard: 0, kept: 0, pointsBack: 0, pointsValue: 0, pointsWithdrawn: 0 }

/** Queue refunds at the provider over the card payments of a booking, the latest first, each up to what is left of it. */
async function queueRefunds(
  tx: Tx,
  world: Pick<Context, 'random'>,
  booking: string,
  amount: number,
): Promise<{ provider: string; amount: number }[]> {
  const cards: { provider: string; amount: number }[] = []
  let left = amount
  for (const payment of left > 0 ? await tx.all(paymentsOfBooking, { booking }) : []) {
    const before = await tx.all(refundsOfPayment, { payment: payment.id })
    const rest = payment.status === 'paid' ? before.reduce((sum, each) => sum - each.amount, payment.amount) : 0
    const part = Math.min(left, rest)
    if (part <= 0) continue
    await queueRefund(tx, world, payment, part)
    cards.push({ provider: payment.provider, amount: part })
    left -= part
  }
  return cards
}
