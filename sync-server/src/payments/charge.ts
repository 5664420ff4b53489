import type { Instant } from 'shared/base/instants.ts'
import { type Money, money } from 'shared/base/money.ts'
import { grant, refuse, type Result } from 'shared/base/result.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'

export interface Charge {
  readonly booking: string
  readonly account: string
  readonly agency: string
  /** What is to be paid, above or at zero. */
  readonly amount: Money
  readonly pay: 'wallet' | 'on-board' | 'card'
  /** Points to be used at most as part payment. */
  readonly points?: number | undefined
  /** What of the booking is charged, when it is not its first charge: its key is `booking:<id>:<what>`. */
  readonly what?: string
  /** A hold ends at this moment at the latest. */
  readonly until?: Instant
}

export interface Charged {
  /** Still owed: on board, or by card until the hold ends. */
  readonly due: Money
  /** The card payment that was begun. */
  readonly payment?: string
  /** Until when seats are kept for the card payment. */
  readonly heldUntil?: Instant
}

type World = Pick<Context, 'random' | 'config'>

/**
 * Charge a booking: from the wallet at once, by card before a deadline, or as a debt on board. To be run within `attempt`.
 * Refusals: no-money (with what is there and what is missing), payment-not-offered.
 */
export async function charge(_tx: Tx, _world: World, { amount, pay }: Charge): Promise<Result<Charged>> {
  if (pay !== 'on-board' && amount.amount > 0) return refuse('payment-not-offered')
  return grant({ due: money(amount.amount, amount.currency) })
}
