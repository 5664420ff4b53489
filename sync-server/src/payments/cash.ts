import type { Money } from 'shared/base/money.ts'
import type { Posting } from 'shared/payments/ledger.ts'
import { cashGivenBack, cashOnBoard } from 'shared/payments/postings.ts'
import type { Tx } from '../db/transact.ts'
import { attribute, isPosted, mustPost } from './post.ts'

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

/** Cash came into a conductor's hands; told twice it is taken once. Of a ticket that was unknown it may become known. */
export const cashTaken = (tx: Tx, { event, amount, ...sale }: CashFact): Promise<void> =>
  postOnce(tx, cashOnBoard(keyOf(event), sale, amount))

/** Cash that an event told of was given back, once; nothing when it never was in the ledger. */
export async function cashUndone(tx: Tx, { event, amount, ...sale }: CashFact): Promise<void> {
  if (!(await isPosted(tx, keyOf(event)))) return
  await postOnce(tx, cashOnBoard(keyOf(event), sale, amount), cashGivenBack(`${keyOf(event)}-undone`, sale, amount))
}

async function postOnce(tx: Tx, ...postings: readonly Posting[]): Promise<void> {
  await mustPost(tx, ...postings)
  for (const { key, booking } of postings) if (booking !== undefined) await attribute(tx, key, booking)
}
