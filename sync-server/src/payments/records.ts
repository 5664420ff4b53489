import { must } from 'shared/base/result.ts'
import type { PaymentRecord, WalletRecord } from 'shared/records.ts'
import type { RecordSource } from '../db/record-source.ts'
import type { Reader } from '../db/transact.ts'
import { walletOf } from './balance.ts'
import { entriesOf } from './entries.ts'
import { paymentById, type PaymentRow, type RefundRow, refundsOfPayment } from './payment-store.ts'

/** Entries that a phone holds of its wallet; older ones are asked of the server. */
const shown = 20

/** A wallet with its latest entries. Its id is its account's. */
export const wallets: RecordSource<'wallet'> = async (reader, account) => {
  const { balances, points } = await walletOf(reader, account)
  const { entries } = await entriesOf(reader, account)
  const value: WalletRecord = { account, balances: [...balances], points, entries: entries.slice(0, shown) }
  return [{ scope: `account:${account}`, value, rev: 0 }]
}

export const payments: RecordSource<'payment'> = async (reader, id) => {
  const row = must(await reader.get(paymentById, { id }), 'payment')
  return [{ scope: `account:${row.account}`, value: await paymentOfRow(reader, row), rev: row.rev }]
}

/** A card payment as its payer sees it. */
export const paymentOfRow = async (reader: Reader, row: PaymentRow): Promise<PaymentRecord> =>
  paymentOf(row, await reader.all(refundsOfPayment, { payment: row.id }))

export const paymentOf = (row: PaymentRow, refunds: readonly RefundRow[]): PaymentRecord => ({
  id: row.id,
  purpose: row.purpose,
  booking: row.booking,
  amount: { amount: row.amount, currency: row.currency },
  status: row.status,
  code: row.status === 'returned' ? 'paid-but-gone' : null,
  reason: row.reason,
  deadline: row.deadline,
  madeAt: row.made_at,
  refunds: refunds.map(({ id, amount, currency, status, made_at }) => ({
    id,
    amount: { amount, currency },
    status,
    madeAt: made_at,
  })),
})
