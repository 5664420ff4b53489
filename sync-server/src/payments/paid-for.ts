import type { Reader } from '../db/transact.ts'

/**
 * What was paid for a booking and not given back, in minor units. What is still owed is the booking's own to say: a debt
 * is no money yet, and not in the ledger.
 */
export interface PaidFor {
  readonly wallet: number
  readonly card: number
  readonly cash: number
  /** Points spent, and what they paid. */
  readonly points: number
  readonly pointsValue: number
  /** Points earned by travelling. */
  readonly earned: number
  /** All that was paid: wallet, card, cash and the value of points. */
  readonly total: number
}

export async function paidFor(_reader: Reader, _booking: string): Promise<PaidFor> {
  return { wallet: 0, card: 0, cash: 0, points: 0, pointsValue: 0, earned: 0, total: 0 }
}
