import type { Money } from 'shared/base/money.ts'
import { gift } from 'shared/payments/postings.ts'
import type { Tx } from '../db/transact.ts'
import { mustPost } from './post.ts'

/** Put money into a wallet that the house gives away, once for each name of a gift. */
export const give = (
  tx: Tx,
  { name, account, amount }: { name: string; account: string; amount: Money },
): Promise<void> => mustPost(tx, gift(`gift:${account}:${name}`, account, amount))
