import { canBePaid, paymentLife, type PaymentEvent } from 'shared/payments/payment.ts'
import type { Tx } from '../db/transact.ts'
import { dropSecret, paymentById, type PaymentRow, paymentsOfBooking, setPayment } from './payment-store.ts'

/** While it can be paid a provider is asked about a payment so often, should its word not come by itself. */
const askEvery = 60_000
/** The last time it is asked before the deadline comes. */
const lastAsk = 20_000

/** When the provider is asked next about a payment that can be paid. */
export function nextAsk(now: number, deadline: number): number {
  const last = deadline - lastAsk
  return now < last ? Math.min(now + askEvery, last) : Math.max(now + askEvery, deadline)
}

/**
 * An event in the life of a payment. Whoever calls posts what it means for money in the same unit.
 * @returns the payment when its state changed, else null.
 */
export async function changePayment(
  tx: Tx,
  payment: PaymentRow,
  event: PaymentEvent,
  reason: string | null = null,
): Promise<PaymentRow | null> {
  const fate = paymentLife[payment.status][event]
  if (!('to' in fate)) return null
  const status = fate.to
  // Closed: the provider is told at once that nobody may pay any more.
  const askAt = canBePaid(status) ? nextAsk(tx.now, payment.deadline) : status === 'closed' ? tx.now : null
  await tx.run(setPayment, { id: payment.id, status, reason, askAt })
  if (!canBePaid(status)) await tx.run(dropSecret, { id: payment.id })
  tx.changed('payment', payment.id)
  return (await tx.get(paymentById, { id: payment.id })) ?? null
}

/** Nobody may pay it any more. */
export async function closePayment(tx: Tx, id: string): Promise<void> {
  const payment = await tx.get(paymentById, { id })
  if (payment) await changePayment(tx, payment, 'close')
}

/** Nobody may pay for the booking any more. */
export async function closePayments(tx: Tx, booking: string): Promise<void> {
  for (const payment of await tx.all(paymentsOfBooking, { booking })) await changePayment(tx, payment, 'close')
}
