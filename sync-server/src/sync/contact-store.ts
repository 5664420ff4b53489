import { statement } from '../db/statement.ts'

export const contactRow = statement<{ id: string }, { last_exchange: number | null; clock_behind: number | null }>(
  (k, p) =>
    k('sync_device')
      .select('last_exchange', 'clock_behind')
      .where({ id: p('id') }),
)
export const putContact = statement<{ id: string; account: string; at: number; behind: number }>((k, p) =>
  k.raw(
    `insert into sync_device (id, account, first_seen, pruned_through, last_exchange, clock_behind)
     values (?, ?, ?, 0, ?, ?)
     on conflict (id) do update set last_exchange = excluded.last_exchange, clock_behind = excluded.clock_behind
     where sync_device.account = excluded.account`,
    [p('id'), p('account'), p('at'), p('at'), p('behind')],
  ),
)
