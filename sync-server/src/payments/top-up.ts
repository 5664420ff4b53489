import type { Money } from 'shared/base/money.ts'
import { grant, refuse, type Result } from 'shared/base/result.ts'
import { worthOfPoint } from 'shared/payments/loyalty.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { beginPayment } from './begin-payment.ts'

/** How long a top-up may be paid. Nothing waits for it, so money that comes later is taken all the same. */
const payableMs = 24 * 3_600_000

export interface TopUp {
  /** From birth: asked twice it is one. */
  readonly id: string
  readonly account: string
  readonly money: Money
}

/**
 * Begin to put money into a wallet by card.
 * Refusals: payment-not-offered (no cards, or not this currency), invalid (less or more than the configuration allows).
 */
export async function beginTopUp(
  tx: Tx,
  { config, payments }: Pick<Context, 'config' | 'payments'>,
  { id, account, money }: TopUp,
): Promise<Result<string>> {
  const worth = worthOfPoint(money.currency)
  if (!payments?.takes(money) || worth === undefined) return refuse('payment-not-offered')
  const { least, most } = config.payments.topUp
  if (money.amount < least * worth || money.amount > most * worth) {
    const message = `must be from ${least * worth} to ${most * worth} minor units of ${money.currency}`
    return refuse('invalid', { issues: [{ path: 'amount', message }] })
  }
  const about = { id, purpose: 'top-up', booking: null, account, agency: null } as const
  return grant(await beginPayment(tx, payments, { ...about, money, deadline: tx.now + payableMs }))
}
