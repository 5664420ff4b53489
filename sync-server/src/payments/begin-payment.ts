import type { Instant } from 'shared/base/instants.ts'
import type { Money } from 'shared/base/money.ts'
import type { Tx } from '../db/transact.ts'
import { insertPayment } from './payment-store.ts'
import type { CardProvider } from './providers/provider.ts'

export interface NewPayment {
  readonly id: string
  readonly purpose: 'booking' | 'top-up'
  readonly booking: string | null
  readonly account: string
  readonly agency: string | null
  readonly money: Money
  readonly deadline: Instant
}

/** Note that a card payment is wanted. The provider is asked to make it after the commit: payments/tend.ts. @returns its id. */
export async function beginPayment(tx: Tx, provider: CardProvider, payment: NewPayment): Promise<string> {
  const { money, ...about } = payment
  await tx.run(insertPayment, {
    ...about,
    amount: money.amount,
    currency: money.currency,
    status: 'created',
    provider: provider.name,
    ref: null,
    secret: null,
    url: null,
    publishable_key: null,
    reason: null,
    ask_at: tx.now,
    attempts: 0,
    made_at: tx.now,
    rev: 0,
  })
  tx.changed('payment', payment.id)
  return payment.id
}
