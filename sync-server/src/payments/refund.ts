import type { Money } from 'shared/base/money.ts'
import { money } from 'shared/base/money.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'

export interface RefundAsk {
  readonly booking: string
  readonly account: string
  readonly agency: string
  /** The price of what is given up. */
  readonly amount: Money
  /** What of it was never paid: struck first, since there is nothing to give back. */
  readonly due?: Money
  /** What the agency keeps of the rest, at most all of it. */
  readonly fee: Money
  /** What refund of the booking it is, when there may be several: its key is `booking:<id>:<what>`. */
  readonly what?: string
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
 * spent come back in proportion, points that were earned are withdrawn. A card payment not made yet is called off.
 */
export async function refund(_tx: Tx, _world: Pick<Context, 'random'>, { amount }: RefundAsk): Promise<Refunded> {
  const none = money(0, amount.currency)
  return { toWallet: none, toCard: none, kept: none, pointsBack: 0, pointsWithdrawn: 0 }
}
