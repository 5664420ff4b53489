import { statement } from '../db/statement.ts'
import { pageRows } from './store-pages.ts'

export interface IntentRow {
  readonly id: string
  readonly account: string
  readonly device: string
  readonly n: number
  readonly name: string
  readonly status: string | null
  readonly code: string | null
  readonly outcome: string | null
}
export const intentsAfter = statement<{ after: string }, IntentRow>((k, p) =>
  k('intent')
    .select('id', 'account', 'device', 'n', 'name', 'status', 'code', 'outcome')
    .where('id', '>', p('after'))
    .orderBy('id')
    .limit(pageRows),
)
export const intentById = statement<{ id: string }, IntentRow>((k, p) =>
  k('intent')
    .select('id', 'account', 'device', 'n', 'name', 'status', 'code', 'outcome')
    .where({ id: p('id') }),
)

export interface OwnerRow {
  readonly id: string
  readonly device: string
  readonly n: number
  readonly account: string
  readonly owner: string | null
  readonly pruned_through: number | null
}
/** Intents of a device of somebody else, of none, or of a number that was forgotten. */
export const strayIntents = statement<object, OwnerRow>((k) =>
  k.raw(
    `select i.id, i.device, i.n, i.account, d.account as owner, d.pruned_through
     from intent i left join sync_device d on d.id = i.device
     where d.id is null or d.account <> i.account or i.n <= d.pruned_through
     order by i.id limit ${pageRows}`,
  ),
)
export const twice = statement<object, { readonly device: string; readonly n: number; readonly times: number }>((k) =>
  k.raw(
    `select device, n, count(*) as times from intent group by device, n having count(*) > 1
     order by device, n limit ${pageRows}`,
  ),
)
export const deviceOf = statement<{ id: string }, { readonly account: string; readonly pruned_through: number }>(
  (k, p) =>
    k('sync_device')
      .select('account', 'pruned_through')
      .where({ id: p('id') }),
)
/** Attempts are counted of what is not decided. */
export const seqOf = statement<{ scope: string }, { readonly seq: number }>((k, p) =>
  k('scope_head')
    .select('seq')
    .where({ scope: p('scope') }),
)
