import type { Money } from 'shared/base/money.ts'
import { cashGivenBack, cashOnBoard } from 'shared/payments/postings.ts'
import type { Tx } from '../db/transact.ts'
import { isPosted, mustPost } from './post.ts'

export interface CashFact {
  /** The event from the bus that told of it. */
  readonly event: string
  /** Undefined for a ticket that nobody knows. */
  readonly booking: string | undefined
  readonly conductor: string
  readonly agency: string
  /** Above zero. */
  readonly amount: Money
}

const keyOf = (event: string): string => `event:${event}:cash`

/** Cash came into a conductor's hands; told twice it is taken once. */
export const cashTaken = (tx: Tx, { event, amount, ...sale }: CashFact): Promise<void> =>
  mustPost(tx, cashOnBoard(keyOf(event), sale, amount))

/** Cash that an event told of was given back, once; nothing when it never was in the ledger. */
export async function cashUndone(tx: Tx, { event, amount, ...sale }: CashFact): Promise<void> {
  if (await isPosted(tx, keyOf(event))) await mustPost(tx, cashGivenBack(`${keyOf(event)}-undone`, sale, amount))
}
