import { newId } from 'shared/base/random.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { insertRefund, type PaymentRow } from './payment-store.ts'

/** Note that money goes back to a card. The provider is asked after the commit: payments/tend.ts. */
export async function queueRefund(
  tx: Tx,
  { random }: Pick<Context, 'random'>,
  payment: PaymentRow,
  amount: number,
): Promise<void> {
  await tx.run(insertRefund, {
    id: newId(random),
    payment: payment.id,
    amount,
    currency: payment.currency,
    status: 'queued',
    ref: null,
    ask_at: tx.now,
    attempts: 0,
    made_at: tx.now,
  })
  tx.changed('payment', payment.id)
}
