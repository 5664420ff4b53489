import type { Reader, Tx } from '../db/transact.ts'
import { statement } from '../db/statement.ts'

export interface Head {
  readonly seq: number
  readonly digest: string
}
interface Named {
  readonly scope: string
  readonly kind: string
  readonly id: string
}
export interface LogRow extends Named {
  readonly seq: number
  readonly rev: number
  readonly op: string
  /** JSON. */
  readonly value: string
  readonly at: number
}

const headOf = statement<{ scope: string }, Head>((k, p) =>
  k('scope_head')
    .select('seq', 'digest')
    .where({ scope: p('scope') }),
)
const rowOf = statement<Named, { seq: number; op: string }>((k, p) =>
  k('change_log')
    .select('seq', 'op')
    .where({ scope: p('scope'), kind: p('kind'), id: p('id') }),
)
const upsertRow = statement<LogRow>((k, p) =>
  k.raw(
    `insert into change_log (scope, kind, id, seq, rev, op, value, written_at) values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (scope, kind, id) do update set
       seq = excluded.seq, rev = excluded.rev, op = excluded.op, value = excluded.value, written_at = excluded.written_at`,
    [p('scope'), p('kind'), p('id'), p('seq'), p('rev'), p('op'), p('value'), p('at')],
  ),
)
const insertHead = statement<Head & { scope: string }>((k, p) =>
  k('scope_head').insert({ scope: p('scope'), seq: p('seq'), digest: p('digest'), floor: 0 }),
)
const updateHead = statement<Head & { scope: string }>((k, p) =>
  k.raw('update scope_head set seq = ?, digest = ? where scope = ?', [p('seq'), p('digest'), p('scope')]),
)

export const readHead = (reader: Reader, scope: string) => reader.get(headOf, { scope })
export const readRow = (reader: Reader, row: Named) => reader.get(rowOf, row)
export const putRow = (tx: Tx, row: LogRow) => tx.run(upsertRow, row)
export const makeHead = (tx: Tx, head: Head & { scope: string }) => tx.run(insertHead, head)
export const moveHead = (tx: Tx, head: Head & { scope: string }) => tx.run(updateHead, head)

export interface PageRow {
  readonly head: number
  readonly digest: string
  readonly floor: number
  readonly seq: number | null
  readonly kind: string | null
  readonly id: string | null
  readonly rev: number | null
  readonly op: string | null
  readonly value: string | null
}

/**
 * Head and rows behind a cursor in one statement, so in one snapshot of the database. One row without a seq when
 * nothing is behind the cursor; none when the scope was never written.
 */
const pageBehind = statement<{ scope: string; cursor: number; most: number }, PageRow>((k, p) =>
  k.raw(
    `select h.seq as head, h.digest, h.floor, c.seq, c.kind, c.id, c.rev, c.op, c.value
     from scope_head h left join change_log c on c.scope = h.scope and c.seq > ?
     where h.scope = ? order by c.seq limit ?`,
    [p('cursor'), p('scope'), p('most')],
  ),
)
const rowsAt = statement<{ scope: string; seq: number }, PageRow>((k, p) =>
  k.raw(
    `select 0 as head, '' as digest, 0 as floor, seq, kind, id, rev, op, value
     from change_log where scope = ? and seq = ?`,
    [p('scope'), p('seq')],
  ),
)

export const readPage = (reader: Reader, ask: { scope: string; cursor: number; most: number }) =>
  reader.all(pageBehind, ask)
export const readSeq = (reader: Reader, at: { scope: string; seq: number }) => reader.all(rowsAt, at)

export interface IntentRow {
  readonly id: string
  readonly account: string
  readonly device: string
  readonly n: number
  readonly name: string
  readonly hash: string
  readonly at: number
}
export interface StoredIntent {
  readonly account: string
  readonly device: string
  readonly n: number
  readonly hash: string
  readonly status: string | null
  readonly outcome: string | null
}

const claim = statement<IntentRow>((k, p) =>
  k.raw(
    `insert into intent (id, account, device, n, name, hash, decided_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict do nothing`,
    [p('id'), p('account'), p('device'), p('n'), p('name'), p('hash'), p('at')],
  ),
)
const intentById = statement<{ id: string }, StoredIntent>((k, p) =>
  k('intent')
    .select('account', 'device', 'n', 'hash', 'status', 'outcome')
    .where({ id: p('id') }),
)
const release = statement<{ id: string }>((k, p) =>
  k('intent')
    .where({ id: p('id') })
    .delete(),
)
const decide = statement<{ id: string; status: string; code: string | null; outcome: string }>((k, p) =>
  k.raw('update intent set status = ?, code = ?, outcome = ? where id = ?', [
    p('status'),
    p('code'),
    p('outcome'),
    p('id'),
  ]),
)

/** @returns whether the intent is new, as well as its (device, n). */
export const claimIntent = async (tx: Tx, row: IntentRow) => (await tx.run(claim, row)) === 1
export const readIntent = (reader: Reader, id: string) => reader.get(intentById, { id })
export const releaseIntent = (tx: Tx, id: string) => tx.run(release, { id })
export const decideIntent = (tx: Tx, row: { id: string; status: string; code: string | null; outcome: string }) =>
  tx.run(decide, row)
