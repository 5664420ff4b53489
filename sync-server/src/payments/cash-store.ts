import type { LedgerAccount } from 'shared/payments/ledger.ts'
import { statement } from '../db/statement.ts'

/** Conductors who ever held cash, and in which currency. */
export const cashAccounts = statement<object, { account: LedgerAccount }>((k) =>
  k('ledger_account').distinct('account').where({ kind: 'cash' }).orderBy('account'),
)
/** What is in a conductor's hands of an agency's money. */
export const heldFor = statement<
  { account: LedgerAccount; agency: string },
  { currency: string; held: number | string }
>((k, p) =>
  k.raw(
    `select e.currency, sum(case when e.source = ? then e.amount else -e.amount end) as held
     from ledger_entry e join ledger_posting p on p.key = e.posting
     where (e.source = ? or e.target = ?) and p.agency = ?
     group by e.currency order by e.currency`,
    [p('account'), p('account'), p('account'), p('agency')],
  ),
)

export interface HandOverRow {
  readonly posting: string
  readonly source: LedgerAccount
  readonly target: LedgerAccount
  readonly amount: number
  readonly currency: string
  readonly at: number
}
const columns = ['posting', 'source', 'target', 'amount', 'currency', 'at'] as const

/** The one line of a hand-over or a payout. */
export const lineOf = statement<{ posting: string }, HandOverRow>((k, p) =>
  k('ledger_entry')
    .select(columns)
    .where({ posting: p('posting') }),
)
/** The latest 200 entries of a till. */
export const handedOverTo = statement<{ till: LedgerAccount }, HandOverRow>((k, p) =>
  k('ledger_entry')
    .select(columns)
    .where({ source: p('till') })
    .orderBy([{ column: 'at', order: 'desc' }, 'posting'])
    .limit(200),
)
