import { statement } from '../db/statement.ts'
import { pageRows } from './store-pages.ts'

export interface BalanceRow {
  readonly account: string
  readonly currency: string
  readonly balance: number
  /** What came in less what went out. */
  readonly entries: number
}
export const wrongBalances = statement<object, BalanceRow>((k) =>
  k.raw(
    `select a.account, a.currency, a.balance, coalesce(i.amount, 0) - coalesce(o.amount, 0) as entries
     from ledger_account a
     left join (select target, currency, sum(amount) as amount from ledger_entry group by target, currency) i
       on i.target = a.account and i.currency = a.currency
     left join (select source, currency, sum(amount) as amount from ledger_entry group by source, currency) o
       on o.source = a.account and o.currency = a.currency
     where a.balance <> coalesce(i.amount, 0) - coalesce(o.amount, 0)
     order by a.account, a.currency limit ${pageRows}`,
  ),
)

export interface UnevenRow {
  readonly currency: string
  readonly sum: number
}
export const unevenCurrencies = statement<object, UnevenRow>((k) =>
  k.raw(
    `select currency, sum(balance) as sum from ledger_account group by currency having sum(balance) <> 0
     order by currency limit ${pageRows}`,
  ),
)

export interface AccountKey {
  readonly account: string
  readonly currency: string
}
export interface AccountRow extends AccountKey {
  readonly kind: string
  readonly strict: number
  readonly balance: number
}
export const accountsAfter = statement<AccountKey, AccountRow>((k, p) =>
  k.raw(
    `select account, currency, kind, strict, balance from ledger_account where (account, currency) > (?, ?)
     order by account, currency limit ${pageRows}`,
    [p('account'), p('currency')],
  ),
)

export interface PostingRow {
  readonly key: string
  readonly lines: number
}
/** Postings without transfers, or with one that is no transfer, or of which a line is missing. */
export const wrongPostings = statement<object, PostingRow>((k) =>
  k.raw(
    `select p.key, count(e.line) as lines from ledger_posting p left join ledger_entry e on e.posting = p.key
     group by p.key
     having count(e.line) = 0 or min(e.line) <> 0 or max(e.line) <> count(e.line) - 1 or min(e.amount) <= 0
       or sum(case when e.source = e.target then 1 else 0 end) > 0
     order by p.key limit ${pageRows}`,
  ),
)
export const strayEntries = statement<object, { readonly posting: string; readonly line: number }>((k) =>
  k.raw(
    `select e.posting, e.line from ledger_entry e
     left join ledger_posting p on p.key = e.posting
     left join ledger_account s on s.account = e.source and s.currency = e.currency
     left join ledger_account t on t.account = e.target and t.currency = e.currency
     where p.key is null or s.account is null or t.account is null
     order by e.posting, e.line limit ${pageRows}`,
  ),
)

export interface SaleRow {
  readonly id: string
  readonly status: string
  readonly price: number
  readonly due: number
  readonly currency: string
}
export const salesAfter = statement<{ after: string }, SaleRow>((k, p) =>
  k('booking')
    .select('id', 'status', 'price', 'due', 'currency')
    .where('id', '>', p('after'))
    .orderBy('id')
    .limit(pageRows),
)
export interface FlowRow {
  readonly kind: string
  readonly from: string
  readonly to: string
  readonly amount: number
  readonly currency: string
}
export const flowsOf = statement<{ booking: string }, FlowRow>((k, p) =>
  k('ledger_entry as e')
    .join('ledger_posting as p', 'p.key', 'e.posting')
    .select('p.kind', 'e.source as from', 'e.target as to', 'e.amount', 'e.currency')
    .where({ 'p.booking': p('booking') })
    .orderBy(['e.posting', 'e.line']),
)

export interface CaptureRow {
  readonly id: string
  readonly status: string
  readonly amount: number
  readonly captured: number | null
}
/** Payments whose state and whose money in the ledger do not agree. Of a mismatch any amount may have come. */
export const wrongCaptures = statement<object, CaptureRow>((k) =>
  k.raw(
    `select p.id, p.status, p.amount, sum(e.amount) as captured
     from payment p left join ledger_entry e on e.posting = 'payment:' || p.id || ':capture'
     group by p.id, p.status, p.amount
     having case p.status
       when 'paid' then coalesce(sum(e.amount), 0) <> p.amount
       when 'returned' then coalesce(sum(e.amount), 0) <> p.amount
       when 'mismatched' then sum(e.amount) is null
       else sum(e.amount) is not null end
     order by p.id limit ${pageRows}`,
  ),
)

export interface RefundRow {
  readonly id: string
  readonly status: string
  readonly amount: number
  readonly posted: number | null
}
/** Refunds to cards that are done and not in the ledger, or in the ledger and not done. */
export const wrongRefunds = statement<object, RefundRow>((k) =>
  k.raw(
    `select r.id, r.status, r.amount, sum(e.amount) as posted
     from refund r left join ledger_entry e on e.posting = 'refund:' || r.id
     group by r.id, r.status, r.amount
     having case when r.status in ('succeeded', 'failed') then coalesce(sum(e.amount), 0) <> r.amount
       else sum(e.amount) is not null end
     order by r.id limit ${pageRows}`,
  ),
)
export interface OverRow {
  readonly id: string
  readonly amount: number
  readonly back: number
}
/** Payments of which more went back than came. */
export const overRefunded = statement<object, OverRow>((k) =>
  k.raw(
    `select p.id, p.amount, sum(r.amount) as back from payment p join refund r on r.payment = p.id
     group by p.id, p.amount, p.status
     having sum(r.amount) > p.amount or p.status not in ('paid', 'returned')
     order by p.id limit ${pageRows}`,
  ),
)

/** Money that is in a till or the bank, or left a conductor's hands or a provider, by another way than its own. */
export const strayMoves = statement<object, { readonly key: string; readonly kind: string }>((k) =>
  k.raw(
    `select p.key, p.kind from ledger_posting p join ledger_entry e on e.posting = p.key
     where case p.kind
       when 'handed-over' then e.source <> 'till:' || coalesce(p.agency, '') or e.target not like 'cash:%'
         or p.key not like 'handed-over:%:%'
       when 'payout' then e.source not like 'bank:%' or e.target not like 'clearing:%' or p.key not like 'payout:%:%'
       else e.source like 'till:%' or e.target like 'till:%' or e.source like 'bank:%' or e.target like 'bank:%' end
     order by p.key limit ${pageRows}`,
  ),
)

export interface HoldRow {
  readonly id: string
  readonly status: string
  readonly held_until: number | null
  readonly payments: number
}
/** Bookings held without an end or a payment that can be made, and payments to be made for what is not held. */
export const wrongHolds = statement<object, HoldRow>((k) =>
  k.raw(
    `select b.id, b.status, b.held_until, count(p.id) as payments
     from booking b left join payment p on p.booking = b.id and p.status in ('created', 'open', 'declined')
     group by b.id, b.status, b.held_until
     having case when b.status = 'held' then b.held_until is null or count(p.id) > 1
       else count(p.id) > (select count(*) from booking_move m where m.booking = b.id and m.status = 'held') end
     order by b.id limit ${pageRows}`,
  ),
)
