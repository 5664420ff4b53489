import { statement } from '../../db/statement.ts'

export interface IntentRow {
  readonly ref: string
  readonly payment: string
  readonly amount: number
  readonly currency: string
  readonly secret: string
  readonly status: 'waiting' | 'declined' | 'processing' | 'succeeded' | 'cancelled'
  readonly reason: string | null
  /** The number of the test card that was used last. */
  readonly card: string | null
}
const columns = [
  'ref',
  'payment',
  'amount',
  'currency',
  'secret',
  'status',
  'reason',
  'card',
] as const satisfies readonly (keyof IntentRow)[]

export const insertIntent = statement<IntentRow>((k, p) =>
  k('local_intent')
    .insert(Object.fromEntries(columns.map((column) => [column, p(column)])))
    .onConflict('payment')
    .ignore(),
)
export const intentByRef = statement<{ ref: string }, IntentRow>((k, p) =>
  k('local_intent')
    .select(columns)
    .where({ ref: p('ref') }),
)
export const intentOfPayment = statement<{ payment: string }, IntentRow>((k, p) =>
  k('local_intent')
    .select(columns)
    .where({ payment: p('payment') }),
)
export const setIntent = statement<{ ref: string; status: string; reason: string | null; card: string | null }>(
  (k, p) =>
    k.raw('update local_intent set status = ?, reason = ?, card = ? where ref = ?', [
      p('status'),
      p('reason'),
      p('card'),
      p('ref'),
    ]),
)

export interface LocalRefundRow {
  readonly ref: string
  readonly refund: string
  readonly intent: string
  readonly amount: number
  readonly status: 'pending' | 'succeeded' | 'failed'
}
export const insertLocalRefund = statement<LocalRefundRow>((k, p) =>
  k('local_refund')
    .insert({
      ref: p('ref'),
      refund: p('refund'),
      intent: p('intent'),
      amount: p('amount'),
      status: p('status'),
    })
    .onConflict('refund')
    .ignore(),
)
const refundColumns = ['ref', 'refund', 'intent', 'amount', 'status'] as const
export const localRefund = statement<{ ref: string }, LocalRefundRow>((k, p) =>
  k('local_refund')
    .select(refundColumns)
    .where({ ref: p('ref') }),
)
export const refundsOfIntent = statement<{ intent: string }, LocalRefundRow>((k, p) =>
  k('local_refund')
    .select(refundColumns)
    .where({ intent: p('intent') }),
)
export const setLocalRefund = statement<{ ref: string; status: string }>((k, p) =>
  k.raw('update local_refund set status = ? where ref = ?', [p('status'), p('ref')]),
)

export interface EventRow {
  readonly id: string
  /** JSON, as it is sent. */
  readonly body: string
  readonly send_at: number
  readonly attempts: number
}
export const insertEvent = statement<EventRow>((k, p) =>
  k('local_event').insert({ id: p('id'), body: p('body'), send_at: p('send_at'), attempts: p('attempts') }),
)
export const dueEvents = statement<{ now: number }, EventRow>((k, p) =>
  k('local_event')
    .select('id', 'body', 'send_at', 'attempts')
    .where('send_at', '<=', p('now'))
    .orderBy(['send_at', 'id'])
    .limit(50),
)
export const deleteEvent = statement<{ id: string }>((k, p) =>
  k('local_event')
    .where({ id: p('id') })
    .delete(),
)
export const putOffEvent = statement<{ id: string; sendAt: number; attempts: number }>((k, p) =>
  k.raw('update local_event set send_at = ?, attempts = ? where id = ?', [p('sendAt'), p('attempts'), p('id')]),
)
