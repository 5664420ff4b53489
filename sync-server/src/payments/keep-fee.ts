import type { Money } from 'shared/base/money.ts'
import { feeKept } from 'shared/payments/postings.ts'
import type { Tx } from '../db/transact.ts'
import { mustPost } from './post.ts'

export interface Fee {
  readonly booking: string
  readonly account: string
  readonly agency: string
  /** At most what was paid for the booking. */
  readonly fee: Money
  /** What fee of the booking it is: its key is `booking:<id>:<what>:fee`. */
  readonly what: string
}

/** A fee for a change that gives nothing back: what was paid stands for it, and no longer for the ride. */
export const keepFee = (tx: Tx, { fee, what, ...sale }: Fee): Promise<void> =>
  mustPost(tx, feeKept(`booking:${sale.booking}:${what}:fee`, sale, fee))
