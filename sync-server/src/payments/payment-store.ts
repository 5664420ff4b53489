import type { PaymentState, RefundState } from 'shared/payments/payment.ts'
import { statement } from '../db/statement.ts'

export interface PaymentRow {
  readonly id: string
  readonly purpose: 'booking' | 'top-up'
  readonly booking: string | null
  readonly account: string
  readonly agency: string | null
  readonly amount: number
  readonly currency: string
  readonly status: PaymentState
  readonly provider: 'local' | 'stripe'
  /** The provider's id of it, and what the payer needs; null until it was made there. */
  readonly ref: string | null
  readonly secret: string | null
  readonly url: string | null
  readonly publishable_key: string | null
  readonly reason: string | null
  readonly deadline: number
  readonly ask_at: number | null
  readonly attempts: number
  readonly made_at: number
  readonly rev: number
}
const columns = [
  'id',
  'purpose',
  'booking',
  'account',
  'agency',
  'amount',
  'currency',
  'status',
  'provider',
  'ref',
  'secret',
  'url',
  'publishable_key',
  'reason',
  'deadline',
  'ask_at',
  'attempts',
  'made_at',
  'rev',
] as const satisfies readonly (keyof PaymentRow)[]

export const insertPayment = statement<PaymentRow>((k, p) =>
  k('payment')
    .insert(Object.fromEntries(columns.map((column) => [column, p(column)])))
    .onConflict('id')
    .ignore(),
)
export const paymentById = statement<{ id: string }, PaymentRow>((k, p) =>
  k('payment')
    .select(columns)
    .where({ id: p('id') }),
)
export const paymentsOfBooking = statement<{ booking: string }, PaymentRow>((k, p) =>
  k('payment')
    .select(columns)
    .where({ booking: p('booking') })
    .orderBy([{ column: 'made_at', order: 'desc' }, 'id']),
)
export const setPayment = statement<{ id: string; status: string; reason: string | null; askAt: number | null }>(
  (k, p) =>
    k.raw('update payment set status = ?, reason = ?, ask_at = ?, attempts = 0, rev = rev + 1 where id = ?', [
      p('status'),
      p('reason'),
      p('askAt'),
      p('id'),
    ]),
)
export const setMade = statement<{
  id: string
  ref: string
  secret: string
  url: string | null
  publishableKey: string | null
}>((k, p) =>
  k.raw('update payment set ref = ?, secret = ?, url = ?, publishable_key = ? where id = ?', [
    p('ref'),
    p('secret'),
    p('url'),
    p('publishableKey'),
    p('id'),
  ]),
)
/** Nobody can pay it any more, so nobody needs what it is paid with. */
export const dropSecret = statement<{ id: string }>((k, p) =>
  k.raw('update payment set secret = null, url = null where id = ?', [p('id')]),
)
/** The provider's id of a payment, should its word come before our note. */
export const setRef = statement<{ id: string; ref: string }>((k, p) =>
  k.raw('update payment set ref = ? where id = ? and ref is null', [p('ref'), p('id')]),
)
/** Only while there is something to ask: what was settled meanwhile is not asked about again. */
export const setAskAt = statement<{ id: string; askAt: number | null; attempts: number }>((k, p) =>
  k.raw('update payment set ask_at = ?, attempts = ? where id = ? and ask_at is not null', [
    p('askAt'),
    p('attempts'),
    p('id'),
  ]),
)
/** Something is to be asked again. */
export const askNow = statement<{ id: string; now: number }>((k, p) =>
  k.raw('update payment set ask_at = ?, attempts = 0 where id = ?', [p('now'), p('id')]),
)
/** Payments that the provider is to be asked about, the longest waiting first. */
export const paymentsToAsk = statement<{ now: number }, { id: string }>((k, p) =>
  k('payment').select('id').where('ask_at', '<=', p('now')).orderBy(['ask_at', 'id']).limit(50),
)

export interface RefundRow {
  readonly id: string
  readonly payment: string
  readonly amount: number
  readonly currency: string
  readonly status: RefundState
  readonly ref: string | null
  readonly ask_at: number | null
  readonly attempts: number
  readonly made_at: number
}
const refundColumns = [
  'id',
  'payment',
  'amount',
  'currency',
  'status',
  'ref',
  'ask_at',
  'attempts',
  'made_at',
] as const satisfies readonly (keyof RefundRow)[]

export const insertRefund = statement<RefundRow>((k, p) =>
  k('refund').insert(Object.fromEntries(refundColumns.map((column) => [column, p(column)]))),
)
export const refundById = statement<{ id: string }, RefundRow>((k, p) =>
  k('refund')
    .select(refundColumns)
    .where({ id: p('id') }),
)
export const refundsOfPayment = statement<{ payment: string }, RefundRow>((k, p) =>
  k('refund')
    .select(refundColumns)
    .where({ payment: p('payment') })
    .orderBy(['made_at', 'id']),
)
export const setRefund = statement<{ id: string; status: string; ref: string; askAt: number | null }>((k, p) =>
  k.raw('update refund set status = ?, ref = ?, ask_at = ?, attempts = 0 where id = ?', [
    p('status'),
    p('ref'),
    p('askAt'),
    p('id'),
  ]),
)
export const setRefundAskAt = statement<{ id: string; askAt: number | null; attempts: number }>((k, p) =>
  k.raw('update refund set ask_at = ?, attempts = ? where id = ? and ask_at is not null', [
    p('askAt'),
    p('attempts'),
    p('id'),
  ]),
)
export const refundsToAsk = statement<{ now: number }, { id: string }>((k, p) =>
  k('refund').select('id').where('ask_at', '<=', p('now')).orderBy(['ask_at', 'id']).limit(50),
)

/** No row when the event was taken before. */
export const insertEvent = statement<{
  provider: string
  id: string
  kind: string
  about: string | null
  now: number
}>((k, p) =>
  k('provider_event')
    .insert({ provider: p('provider'), id: p('id'), kind: p('kind'), about: p('about'), taken_at: p('now') })
    .onConflict(['provider', 'id'])
    .ignore(),
)
