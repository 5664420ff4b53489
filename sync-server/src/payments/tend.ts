import { canBePaid } from 'shared/payments/payment.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { changePayment, closePayment, nextAsk } from './change-payment.ts'
import {
  askNow,
  paymentById,
  type PaymentRow,
  paymentsToAsk,
  refundById,
  refundsToAsk,
  setAskAt,
  setMade,
  setRefundAskAt,
} from './payment-store.ts'
import type { CardProvider, MadeIntent, ProviderWord } from './providers/provider.ts'
import { askRefundEvery } from './take-word.ts'

type World = Pick<Context, 'db' | 'now' | 'log' | 'payments'>

/** What a word means is decided above: it may confirm a booking. */
export type TakeWord = (tx: Tx, word: ProviderWord) => Promise<void>

/** After a failure the provider is asked again after 1, 2, 4 … seconds, at most five minutes. */
const backOff = (attempts: number): number => Math.min(1000 * 2 ** attempts, 300_000)

/**
 * Ask the provider whatever is due: make payments, read those whose word did not come, call off those nobody may pay any
 * more, give money back. Everything due stands in the tables, so nothing is forgotten at a restart; asked twice it is done
 * once, for ours are the provider's idempotency keys.
 */
export async function tendPayments(world: World, take: TakeWord): Promise<void> {
  for (const { id } of await world.db.read.all(paymentsToAsk, { now: world.now() })) await tendPayment(world, id, take)
  for (const { id } of await world.db.read.all(refundsToAsk, { now: world.now() })) await tendRefund(world, id, take)
}

/** The same for one payment, should something be due. */
export async function tendPayment(world: World, id: string, take: TakeWord): Promise<void> {
  const { db, now, log } = world
  const payment = await db.read.get(paymentById, { id })
  if (!payment || payment.ask_at === null || payment.ask_at > now()) return
  try {
    await askAbout(world, payment, take)
  } catch (cause) {
    log.warn('payment.ask-failed', { payment: id, attempts: payment.attempts, cause })
    const attempts = payment.attempts + 1
    await db.transact(async (tx) => void (await tx.run(setAskAt, { id, askAt: tx.now + backOff(attempts), attempts })))
  }
}

/** The provider that a payment was begun with. @throws when the server was given another one since. */
function providerOf({ payments }: World, name: string): CardProvider {
  if (payments?.name !== name) throw new Error(`The provider ${name} is not configured any more`)
  return payments
}

async function askAbout(world: World, payment: PaymentRow, take: TakeWord): Promise<void> {
  const { db, now } = world
  const provider = providerOf(world, payment.provider)
  const { id, ref } = payment
  if (canBePaid(payment.status) && now() >= payment.deadline && payment.purpose === 'top-up') {
    return db.transact((tx) => closePayment(tx, id))
  }
  if (payment.status === 'created') {
    const made = await provider.makeIntent({
      payment: id,
      money: { amount: payment.amount, currency: payment.currency },
    })
    return db.transact((tx) => noteMade(tx, id, made))
  }
  const word =
    ref === null ? null : await (canBePaid(payment.status) ? provider.readIntent(ref) : provider.cancelIntent(ref))
  await db.transact(async (tx) => {
    if (word) await take(tx, word)
    const after = await tx.get(paymentById, { id })
    if (!after || after.ask_at === null) return
    // Called off, or never made: there is nothing more to ask.
    const over = !canBePaid(after.status) && (word === null ? after.ref === null : word.status === 'cancelled')
    await tx.run(setAskAt, { id, askAt: over ? null : nextAsk(tx.now, after.deadline), attempts: 0 })
  })
}

async function noteMade(tx: Tx, id: string, made: MadeIntent): Promise<void> {
  await tx.run(setMade, { id, ...made })
  const payment = await tx.get(paymentById, { id })
  if (!payment) return
  // Given up while it was being made: it is called off at once.
  if (payment.status === 'closed') await tx.run(askNow, { id, now: tx.now })
  else await changePayment(tx, payment, 'make')
}

async function tendRefund(world: World, id: string, take: TakeWord): Promise<void> {
  const { db, now, log } = world
  const refund = await db.read.get(refundById, { id })
  const payment = refund && (await db.read.get(paymentById, { id: refund.payment }))
  if (!payment || refund.ask_at === null || refund.ask_at > now()) return
  try {
    if (payment.ref === null) throw new Error('A payment that was paid has no name at its provider')
    const provider = providerOf(world, payment.provider)
    const money = { amount: refund.amount, currency: refund.currency }
    const word =
      refund.ref === null
        ? await provider.refund({ refund: id, ref: payment.ref, money })
        : await provider.readRefund(refund.ref)
    await db.transact(async (tx) => {
      await take(tx, word)
      const after = await tx.get(refundById, { id })
      if (after && after.ask_at !== null) {
        await tx.run(setRefundAskAt, { id, askAt: tx.now + askRefundEvery, attempts: 0 })
      }
    })
  } catch (cause) {
    log.warn('refund.ask-failed', { refund: id, attempts: refund.attempts, cause })
    const attempts = refund.attempts + 1
    const askAt = now() + backOff(attempts)
    await db.transact(async (tx) => void (await tx.run(setRefundAskAt, { id, askAt, attempts })))
  }
}
