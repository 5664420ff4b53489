import { must } from 'shared/base/result.ts'
import { refundLife } from 'shared/payments/payment.ts'
import {
  capturedTooLate,
  capturedUnmatched,
  cardCaptured,
  cardRefunded,
  cardRefundFailed,
  topUp,
} from 'shared/payments/postings.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { changePayment } from './change-payment.ts'
import { paymentById, type PaymentRow, refundById, setRef, setRefund } from './payment-store.ts'
import { mustPost } from './post.ts'
import type { PaymentWord, RefundWord } from './providers/provider.ts'
import { queueRefund } from './queue-refund.ts'

type World = Pick<Context, 'random' | 'log'>

/** A provider is asked about a refund under way so often. */
export const askRefundEvery = 6 * 3_600_000

/** The payment a word is about; undefined when it is none of ours. */
export const paymentOfWord = (tx: Tx, word: PaymentWord): Promise<PaymentRow | undefined> =>
  tx.get(paymentById, { id: word.payment })

/**
 * A provider's word about a payment, in whatever order and however often it comes. `wanted`: what the payment is for is
 * still there; money for what is gone goes back by itself. Another amount or currency than was asked confirms nothing and
 * raises an alarm.
 * @returns whether the payment is paid by this word.
 */
export async function takePaymentWord(
  tx: Tx,
  world: World,
  payment: PaymentRow,
  { word, wanted }: { word: PaymentWord; wanted: boolean },
): Promise<boolean> {
  switch (word.status) {
    case 'waiting':
      return false
    case 'declined':
      await changePayment(tx, payment, 'decline', word.reason)
      return false
    case 'cancelled':
      await changePayment(tx, payment, 'close')
      return false
    case 'succeeded':
      return capture(tx, world, payment, { word, wanted })
  }
}

async function capture(
  tx: Tx,
  world: World,
  payment: PaymentRow,
  { word, wanted }: { word: PaymentWord; wanted: boolean },
): Promise<boolean> {
  const received = must(word.received, 'what a provider received')
  const matches = received.amount === payment.amount && received.currency === payment.currency
  const event = matches ? (wanted ? 'succeed' : 'late') : 'mismatch'
  if ((await changePayment(tx, payment, event)) === null) return false
  await tx.run(setRef, { id: payment.id, ref: word.ref })
  const at = { provider: payment.provider, payment: payment.id }
  switch (event) {
    case 'mismatch':
      await mustPost(tx, capturedUnmatched(at, received))
      tx.afterCommit(() => world.log.error('payment.mismatched', { alarm: true, payment: payment.id }))
      return false
    case 'late':
      await mustPost(tx, capturedTooLate(at, received))
      await queueRefund(tx, world, payment, payment.amount)
      return false
    case 'succeed':
      await mustPost(
        tx,
        payment.purpose === 'top-up' ? topUp(payment.account, at, received) : fareOf(payment, received),
      )
      return true
  }
}

function fareOf(payment: PaymentRow, received: { amount: number; currency: string }) {
  const { account, provider, id } = payment
  const sale = { account, booking: must(payment.booking, 'booking'), agency: must(payment.agency, 'agency') }
  return cardCaptured(sale, { provider, payment: id }, received)
}

/** A provider's word about a refund. What a card does not take back is in the wallet. */
export async function takeRefundWord(tx: Tx, world: Pick<Context, 'log'>, word: RefundWord): Promise<void> {
  const refund = await tx.get(refundById, { id: word.refund })
  if (!refund) return
  const event = word.status === 'pending' ? 'ask' : word.status === 'succeeded' ? 'succeed' : 'fail'
  const fate = refundLife[refund.status][event]
  if (!('to' in fate)) return
  const askAt = fate.to === 'pending' ? tx.now + askRefundEvery : null
  await tx.run(setRefund, { id: refund.id, status: fate.to, ref: word.ref, askAt })
  const payment = must(await tx.get(paymentById, { id: refund.payment }), 'payment of refund')
  const { provider, account } = payment
  const at = { provider, payment: payment.id, account }
  const sum = { amount: refund.amount, currency: refund.currency }
  if (fate.to === 'succeeded') await mustPost(tx, cardRefunded(refund.id, at, sum))
  if (fate.to === 'failed') {
    await mustPost(tx, cardRefundFailed(refund.id, at, sum))
    tx.afterCommit(() => world.log.warn('refund.failed', { refund: refund.id }))
  }
  tx.changed('payment', payment.id)
}
