import { kindOf, type LedgerAccount, pointsCurrency, type PostingKind } from './ledger.ts'

/** One transfer of a posting that names a booking. */
export interface Flow {
  readonly kind: PostingKind
  readonly from: LedgerAccount
  readonly to: LedgerAccount
  readonly amount: number
  readonly currency: string
}

/**
 * What was paid for a booking and not given back, in minor units, and its points. What is still owed is the booking's own
 * to say: a debt is no money yet, and not in the ledger.
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
  /** What the agency kept as a fee. */
  readonly fees: number
  /** What stands for the ride: all that was paid, less fees. */
  readonly total: number
}

type Purse = 'wallet' | 'card' | 'cash' | 'pointsValue' | 'fees'

/** Which purse the other side of an agency's revenue is. */
function purseOf(account: LedgerAccount): Purse {
  const kind = kindOf(account)
  if (kind === 'wallet' || kind === 'cash' || kind === 'fees') return kind
  if (kind === 'clearing' || kind === 'refunds') return 'card'
  if (kind === 'loyalty') return 'pointsValue'
  throw new Error(`No fare is paid from ${kind}`)
}

/** Sums up the transfers of a booking's postings: what entered revenue came from a purse, what left it went to one. */
export function paidOf(flows: readonly Flow[]): PaidFor {
  const sums = { wallet: 0, card: 0, cash: 0, pointsValue: 0, fees: 0 }
  let points = 0
  let earned = 0
  for (const { kind, from, to, amount, currency } of flows) {
    if (currency === pointsCurrency) {
      if (kind === 'points-spent') points += amount
      else if (kind === 'points-returned') points -= amount
      else if (kind === 'points-earned') earned += amount
      else if (kind === 'points-withdrawn') earned -= amount
    } else if (kindOf(to) === 'revenue') sums[purseOf(from)] += amount
    else if (kindOf(from) === 'revenue') {
      const purse = purseOf(to)
      sums[purse] += purse === 'fees' ? amount : -amount
    }
  }
  // Cash goes back to the wallet: what the wallet got beyond what it gave was cash.
  const overflow = Math.min(0, sums.wallet)
  const { card, pointsValue, fees } = sums
  const total = sums.wallet + sums.cash + card + pointsValue - fees
  return { wallet: sums.wallet - overflow, cash: sums.cash + overflow, card, points, pointsValue, earned, fees, total }
}

export interface Return {
  /** Minor units. */
  readonly toWallet: number
  readonly toCard: number
  readonly kept: number
  readonly pointsBack: number
  readonly pointsValue: number
  readonly pointsWithdrawn: number
}

/**
 * How a part of a booking's price is given back. Of `amount` what was never paid (`due`) is struck first, then the fee is
 * kept; of the rest points come back in proportion, then cards get what came from cards, and the wallet the rest.
 * Parts of points are rounded down. All minor units; never more than stands for the ride.
 */
export function returnOf(paid: PaidFor, { amount, due, fee }: { amount: number; due: number; fee: number }): Return {
  const given = Math.max(0, Math.min(amount - due, paid.total))
  const kept = Math.max(0, Math.min(fee, given))
  const back = given - kept
  const share = back === paid.total ? paid.points : partOf(paid.points, back, paid.total)
  // A fee may have been kept of what points paid: none of those comes back for less than it paid.
  const pointsBack = paid.pointsValue <= back ? share : Math.min(share, partOf(paid.points, back, paid.pointsValue))
  const pointsValue = pointsBack === paid.points ? paid.pointsValue : partOf(paid.pointsValue, pointsBack, paid.points)
  // A rounded value is never more than there is to give back.
  const value = Math.min(pointsValue, back)
  const toCard = Math.min(back - value, paid.card)
  return {
    toWallet: back - value - toCard,
    toCard,
    kept,
    pointsBack,
    pointsValue: value,
    pointsWithdrawn: given === paid.total ? paid.earned : partOf(paid.earned, given, paid.total),
  }
}

const partOf = (whole: number, part: number, of: number): number => (of <= 0 ? 0 : Math.floor((whole * part) / of))
