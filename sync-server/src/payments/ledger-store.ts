import type { PostingKind, LedgerAccount } from 'shared/payments/ledger.ts'
import { statement } from '../db/statement.ts'

export interface PostingRow {
  readonly key: string
  readonly kind: PostingKind
  readonly booking: string | null
  readonly agency: string | null
  readonly payment: string | null
  readonly at: number
}
/** No row when the key was posted before. */
/** Whose money it was is known by now; what was moved stays. */
export const attributePosting = statement<{ key: string; booking: string }>((k, p) =>
  k.raw('update ledger_posting set booking = ? where key = ? and booking is null', [p('booking'), p('key')]),
)
export const insertPosting = statement<PostingRow>((k, p) =>
  k('ledger_posting')
    .insert({
      key: p('key'),
      kind: p('kind'),
      booking: p('booking'),
      agency: p('agency'),
      payment: p('payment'),
      at: p('at'),
    })
    .onConflict('key')
    .ignore(),
)

export const postingByKey = statement<{ key: string }, { key: string }>((k, p) =>
  k('ledger_posting')
    .select('key')
    .where({ key: p('key') }),
)

export interface EntryRow {
  readonly posting: string
  readonly line: number
  readonly currency: string
  readonly source: LedgerAccount
  readonly target: LedgerAccount
  readonly amount: number
  readonly at: number
}
export const insertEntry = statement<EntryRow>((k, p) =>
  k('ledger_entry').insert({
    posting: p('posting'),
    line: p('line'),
    currency: p('currency'),
    source: p('source'),
    target: p('target'),
    amount: p('amount'),
    at: p('at'),
  }),
)

interface Named {
  readonly account: LedgerAccount
  readonly currency: string
}
export const openAccount = statement<Named & { kind: string; strict: number }>((k, p) =>
  k('ledger_account')
    .insert({ account: p('account'), currency: p('currency'), kind: p('kind'), strict: p('strict'), balance: 0 })
    .onConflict(['account', 'currency'])
    .ignore(),
)
/** No row when the account is yet to be opened, or is a strict one that would pass zero. */
export const moveBalance = statement<Named & { delta: number; least: number }>((k, p) =>
  k.raw(
    `update ledger_account set balance = balance + ?
     where account = ? and currency = ? and (strict = 0 or balance >= ?)`,
    [p('delta'), p('account'), p('currency'), p('least')],
  ),
)
export const balanceOf = statement<Named, { balance: number }>((k, p) =>
  k('ledger_account')
    .select('balance')
    .where({ account: p('account'), currency: p('currency') }),
)
export const balancesOf = statement<{ account: LedgerAccount }, { currency: string; balance: number }>((k, p) =>
  k('ledger_account')
    .select('currency', 'balance')
    .where({ account: p('account') })
    .orderBy('currency'),
)

export interface FlowRow {
  readonly kind: PostingKind
  readonly from: LedgerAccount
  readonly to: LedgerAccount
  readonly amount: number
  readonly currency: string
}
export const flowsOf = statement<{ booking: string }, FlowRow>((k, p) =>
  k('ledger_entry as e')
    .join('ledger_posting as p', 'p.key', 'e.posting')
    .select('p.kind', 'e.source as from', 'e.target as to', 'e.amount', 'e.currency')
    .where({ 'p.booking': p('booking') }),
)

export interface StatementRow {
  readonly posting: string
  readonly line: number
  readonly currency: string
  /** Above zero: it came in. */
  readonly amount: number
  readonly at: number
  readonly kind: PostingKind
  readonly booking: string | null
  readonly payment: string | null
}
/** How many entries of a wallet are read at once. */
export const entriesAtOnce = 50

/** The latest entries of two accounts of a person before a place in their list. */
export const entriesBefore = statement<
  { wallet: string; points: string; at: number; posting: string; line: number },
  StatementRow
>((k, p) => {
  const side = (own: string, sign: string) =>
    `select e.posting, e.line, e.currency, ${sign}e.amount as amount, e.at, p.kind, p.booking, p.payment
     from ledger_entry e join ledger_posting p on p.key = e.posting
     where e.${own} in (?, ?) and (e.at < ? or (e.at = ? and (e.posting < ? or (e.posting = ? and e.line < ?))))`
  const place = [p('wallet'), p('points'), p('at'), p('at'), p('posting'), p('posting'), p('line')]
  return k.raw(
    `select * from (${side('target', '')} union all ${side('source', '-')}) as entries
     order by at desc, posting desc, line desc limit ${entriesAtOnce}`,
    [...place, ...place],
  )
})
