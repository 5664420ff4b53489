import { hex } from 'shared/base/random.ts'
import { must } from 'shared/base/result.ts'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Tx } from '../../db/transact.ts'
import { testCard } from './local-cards.ts'
import {
  deleteEvent,
  dueEvents,
  insertEvent,
  insertIntent,
  insertLocalRefund,
  intentByRef,
  intentOfPayment,
  type IntentRow,
  localRefund,
  type LocalRefundRow,
  putOffEvent,
  refundsOfIntent,
  setIntent,
  setLocalRefund,
} from './local-store.ts'
import type { CardProvider, LocalSide, Paying, PaymentWord, ProviderEvent, RefundWord } from './provider.ts'
import { isSigned, sign } from './signature.ts'

const received = z.object({ amount: z.number().int(), currency: z.string() })
const paymentWord = z.object({
  about: z.literal('payment'),
  payment: z.string(),
  ref: z.string(),
  status: z.enum(['waiting', 'declined', 'succeeded', 'cancelled']),
  received: received.nullable(),
  reason: z.string().nullable(),
})
const refundWord = z.object({
  about: z.literal('refund'),
  refund: z.string(),
  ref: z.string(),
  status: z.enum(['pending', 'succeeded', 'failed']),
})
const eventBody = z.object({ id: z.string(), kind: z.string(), word: z.union([paymentWord, refundWord]) })

/** Refunds take this long. */
const refundAfterMs = 1000
const mayBePaid = (intent: IntentRow): boolean => intent.status === 'waiting' || intent.status === 'declined'

/** What a provider says of an intent. Less than was asked is said as it is. */
const wordOf = (intent: IntentRow): PaymentWord => ({
  about: 'payment',
  payment: intent.payment,
  ref: intent.ref,
  status: intent.status === 'processing' ? 'waiting' : intent.status,
  received:
    intent.status === 'succeeded'
      ? { amount: intent.amount - (testCard(intent.card ?? '').short ?? 0), currency: intent.currency }
      : null,
  reason: intent.reason,
})
const refundWordOf = ({ ref, refund, status }: LocalRefundRow): RefundWord => ({ about: 'refund', refund, ref, status })

/**
 * A card provider within this server, for development, demonstrations and tests: it keeps state in tables of its own as if
 * it were elsewhere, takes test cards alone, and sends signed webhooks, late, twice or never as the card says. No money moves.
 */
export function localProvider({ db, now, random }: Pick<Context, 'db' | 'now' | 'random'>): CardProvider {
  // Of this process alone: it signs when it sends, and nobody else signs at all.
  const secret = hex(random(32))

  const queue = (tx: Tx, word: PaymentWord | RefundWord, sendAt: number, id = `evt_${hex(random(12))}`) => {
    const body = JSON.stringify({ id, kind: `${word.about}.${word.status}`, word })
    return tx.run(insertEvent, { id: `${id}.${hex(random(4))}`, body, send_at: sendAt, attempts: 0 })
  }

  async function pay(tx: Tx, ref: string, number: string): Promise<Paying> {
    const card = testCard(number)
    const status = card.declined ? 'declined' : card.afterMs > 60_000 ? 'processing' : 'succeeded'
    await tx.run(setIntent, { ref, status, reason: card.declined ?? null, card: card.number })
    const intent = must(await tx.get(intentByRef, { ref }), 'intent')
    const word = wordOf(status === 'processing' ? { ...intent, status: 'succeeded' } : intent)
    // The first two of several are one event sent twice, the third says the same under another name.
    const id = `evt_${hex(random(12))}`
    for (let nth = 0; nth < card.words; nth += 1) await queue(tx, word, tx.now + card.afterMs, nth < 2 ? id : undefined)
    return status === 'succeeded' ? 'paid' : status
  }

  const open = async (ref: string, given: string): Promise<IntentRow | undefined> => {
    const intent = await db.read.get(intentByRef, { ref })
    return intent && intent.secret === given && mayBePaid(intent) ? intent : undefined
  }

  const local: LocalSide = {
    async find(ref, given) {
      const intent = await open(ref, given)
      return intent && { amount: intent.amount, currency: intent.currency }
    },
    async pay({ ref, secret: given, card }) {
      if (!(await open(ref, given))) return undefined
      return db.transact(async (tx) => {
        const intent = await tx.get(intentByRef, { ref })
        return intent && mayBePaid(intent) ? pay(tx, ref, card) : undefined
      })
    },
    async deliver(receive) {
      for (const { id, body, attempts } of await db.read.all(dueEvents, { now: now() })) {
        const { word } = eventBody.parse(JSON.parse(body))
        await db.transact((tx) => comesTrue(tx, word))
        const raw = new TextEncoder().encode(body)
        try {
          await receive(raw, sign(secret, raw, now()))
          await db.transact(async (tx) => void (await tx.run(deleteEvent, { id })))
        } catch {
          const sendAt = now() + Math.min(1000 * 2 ** attempts, 3_600_000)
          await db.transact(async (tx) => void (await tx.run(putOffEvent, { id, sendAt, attempts: attempts + 1 })))
        }
      }
    },
  }

  /** What was under way has happened when its word is sent. */
  async function comesTrue(tx: Tx, word: PaymentWord | RefundWord): Promise<void> {
    if (word.about === 'refund') return void (await tx.run(setLocalRefund, { ref: word.ref, status: word.status }))
    const intent = must(await tx.get(intentByRef, { ref: word.ref }), 'intent')
    if (intent.status !== 'processing') return
    await tx.run(setIntent, { ref: intent.ref, status: 'succeeded', reason: null, card: intent.card })
  }

  return {
    name: 'local',
    signatureHeader: 'wayfare-signature',
    local,
    takes: ({ amount }) => amount > 0,
    async makeIntent({ payment, money }) {
      const given = hex(random(16))
      const fresh = { ref: `li_${payment}`, payment, ...money, secret: given, reason: null, card: null }
      const intent = await db.transact(async (tx) => {
        await tx.run(insertIntent, { ...fresh, status: 'waiting' })
        return must(await tx.get(intentOfPayment, { payment }), 'intent')
      })
      const url = `/api/payments/local/${intent.ref}?secret=${intent.secret}`
      return { ref: intent.ref, secret: intent.secret, url, publishableKey: null }
    },
    readIntent: async (ref) => wordOf(must(await db.read.get(intentByRef, { ref }), 'intent')),
    cancelIntent: (ref) =>
      db.transact(async (tx) => {
        const intent = must(await tx.get(intentByRef, { ref }), 'intent')
        if (mayBePaid(intent)) {
          await tx.run(setIntent, { ref, status: 'cancelled', reason: null, card: intent.card })
        }
        return wordOf(must(await tx.get(intentByRef, { ref }), 'intent'))
      }),
    refund: ({ refund, ref: intent, money }) =>
      db.transact(async (tx) => {
        const paid = must(await tx.get(intentByRef, { ref: intent }), 'intent')
        const row: LocalRefundRow = {
          ref: `lr_${refund}`,
          refund,
          intent,
          amount: money.amount,
          status: 'pending',
        }
        const before = await tx.all(refundsOfIntent, { intent })
        const again = before.find((each) => each.refund === refund)
        if (again) return refundWordOf(again)
        const given = before.reduce((sum, each) => (each.status === 'failed' ? sum : sum + each.amount), money.amount)
        if (paid.status !== 'succeeded' || given > (wordOf(paid).received?.amount ?? 0)) {
          throw new Error('A refund of more than was paid')
        }
        await tx.run(insertLocalRefund, row)
        const status = testCard(paid.card ?? '').noRefunds ? 'failed' : 'succeeded'
        await queue(tx, { ...refundWordOf(row), status }, tx.now + refundAfterMs)
        return refundWordOf(row)
      }),
    readRefund: async (ref) => refundWordOf(must(await db.read.get(localRefund, { ref }), 'refund')),
    event(raw, signature, at): ProviderEvent | undefined {
      if (!isSigned(secret, raw, signature, at)) return undefined
      try {
        return eventBody.parse(JSON.parse(new TextDecoder().decode(raw)))
      } catch {
        return undefined
      }
    },
  }
}
