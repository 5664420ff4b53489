import type { RecordKind } from 'shared/records.ts'
import { type Statement, statement } from '../db/statement.ts'
import { pageRows } from './store-pages.ts'

export interface HeadRow {
  readonly id: string
  readonly seq: number
  readonly digest: string
  readonly floor: number
}
export const headsAfter = statement<{ after: string }, HeadRow>((k, p) =>
  k('scope_head')
    .select('scope as id', 'seq', 'digest', 'floor')
    .where('scope', '>', p('after'))
    .orderBy('scope')
    .limit(pageRows),
)
/** The newest row of a scope, and how many rows there are at its head. */
export const newestOf = statement<{ scope: string }, { readonly seq: number | null }>((k, p) =>
  k('change_log')
    .max({ seq: 'seq' })
    .where({ scope: p('scope') }),
)
export const headless = statement<object, { readonly scope: string; readonly rows: number }>((k) =>
  k.raw(
    `select c.scope, count(*) as rows from change_log c left join scope_head h on h.scope = c.scope
     where h.scope is null group by c.scope order by c.scope limit ${pageRows}`,
  ),
)

/** One seq may have many rows, so pages of one scope go by kind and id. */
export interface LiveKey {
  readonly scope: string
  readonly kind: string
  readonly id: string
}
export interface LiveRow extends Omit<LiveKey, 'scope'> {
  readonly seq: number
  readonly op: string
}
export const rowsOfScope = statement<LiveKey, LiveRow>((k, p) =>
  k.raw(
    `select kind, id, seq, op from change_log where scope = ? and (kind, id) > (?, ?)
     order by kind, id limit ${pageRows}`,
    [p('scope'), p('kind'), p('id')],
  ),
)

export interface LogRow extends LiveKey {
  readonly rev: number
  readonly op: string
  /** JSON. */
  readonly value: string
}
export const logAfter = statement<LiveKey, LogRow>((k, p) =>
  k.raw(
    `select scope, kind, id, rev, op, value from change_log where (scope, kind, id) > (?, ?, ?)
     order by scope, kind, id limit ${pageRows}`,
    [p('scope'), p('kind'), p('id')],
  ),
)
export const loggedRow = statement<LiveKey, { readonly op: string }>((k, p) =>
  k('change_log')
    .select('op')
    .where({ scope: p('scope'), kind: p('kind'), id: p('id') }),
)

type Ids = Statement<{ after: string }, { readonly id: string }>
const idsOf = (table: string, column = 'id'): Ids =>
  statement((k, p) => k(table).select(`${column} as id`).where(column, '>', p('after')).orderBy(column).limit(pageRows))
const ticket = idsOf('ticket')
const departure = idsOf('departure')

/** Where the ids of each kind of record stand: a kind without its table does not compile. */
export const recordIds: { readonly [K in RecordKind]: Ids } = {
  'ticket-key': idsOf('ticket_key', 'kid'),
  pack: statement((k, p) =>
    k('pack').distinct('feed as id').where('feed', '>', p('after')).orderBy('feed').limit(pageRows),
  ),
  departure,
  'departure-sold': departure,
  booking: idsOf('booking'),
  waiting: idsOf('waiting_party'),
  ticket,
  outcome: statement((k, p) =>
    k('intent').select('id').whereNotNull('outcome').where('id', '>', p('after')).orderBy('id').limit(pageRows),
  ),
  // Both `wallet:` and `points:` have seven characters.
  wallet: statement((k, p) =>
    k.raw(
      `select distinct substr(account, 8) as id from ledger_account
       where kind in ('wallet', 'points') and substr(account, 8) > ? order by 1 limit ${pageRows}`,
      [p('after')],
    ),
  ),
  payment: idsOf('payment'),
  'manifest-entry': ticket,
  'boarding-event': idsOf('boarding_event'),
}
