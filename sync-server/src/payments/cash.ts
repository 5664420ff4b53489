import type { Money } from 'shared/base/money.ts'
import { cashGivenBack, cashOnBoard } from 'shared/payments/postings.ts'
import type { Tx } from '../db/transact.ts'
import { mustPost } from './post.ts'

export interface CashFact {
  /** The boarding event that told of it: told twice is taken once. */
  readonly event: string
  readonly booking: string
  readonly conductor: string
  readonly agency: string
  readonly amount: Money
}

/** Cash came into a conductor's hands for a debt of a booking. */
export const cashTaken = (tx: Tx, { event, amount, ...sale }: CashFact): Promise<void> =>
  mustPost(tx, cashOnBoard(`event:${event}:cash`, sale, amount))

/** Cash that an event told of was given back. `event` is the one that took it. */
export const cashUndone = (tx: Tx, { event, amount, ...sale }: CashFact): Promise<void> =>
  mustPost(tx, cashGivenBack(`event:${event}:cash-undone`, sale, amount))
