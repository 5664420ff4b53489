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
/** A row that is there already is a bug: what is fresh was never in the scope. */
const insertRow = statement<LogRow>((k, p) =>
  k.raw('insert into change_log (scope, kind, id, seq, rev, op, value, written_at) values (?, ?, ?, ?, ?, ?, ?, ?)', [
    p('scope'),
    p('kind'),
    p('id'),
    p('seq'),
    p('rev'),
    p('op'),
    p('value'),
    p('at'),
  ]),
)
const insertHead = statement<Head & { scope: string }>((k, p) =>
  k('scope_head').insert({ scope: p('scope'), seq: p('seq'), digest: p('digest'), floor: 0 }),
)
const updateHead = statement<Head & { scope: string }>((k, p) =>
  k.raw('update scope_head set seq = ?, digest = ? where scope = ?', [p('seq'), p('digest'), p('scope')]),
)

export const readHead = (reader: Reader, scope: string) => reader.get(headOf, { scope })
export const readRow = (reader: Reader, row: Named) => reader.get(rowOf, row)
export const addRow = (tx: Tx, row: LogRow) => tx.run(insertRow, row)
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
     where h.scope = ? order by c.seq, c.kind, c.id limit ?`,
    [p('cursor'), p('scope'), p('most')],
  ),
)
const rowsAt = statement<{ scope: string; seq: number }, PageRow>((k, p) =>
  k.raw(
    `select 0 as head, '' as digest, 0 as floor, seq, kind, id, rev, op, value
     from change_log where scope = ? and seq = ? order by kind, id`,
    [p('scope'), p('seq')],
  ),
)

export const readPage = (reader: Reader, ask: { scope: string; cursor: number; most: number }) =>
  reader.all(pageBehind, ask)
export const readSeq = (reader: Reader, at: { scope: string; seq: number }) => reader.all(rowsAt, at)

const tombstones = statement<{ before: number }, { scope: string; kind: string; id: string; seq: number }>((k, p) =>
  k('change_log')
    .select('scope', 'kind', 'id', 'seq')
    .where({ op: 'remove' })
    .where('written_at', '<', p('before'))
    .orderBy('written_at')
    .limit(500),
)
const deleteRow = statement<Named>((k, p) =>
  k('change_log')
    .where({ scope: p('scope'), kind: p('kind'), id: p('id') })
    .delete(),
)
const raiseFloor = statement<{ scope: string; floor: number }>((k, p) =>
  k.raw('update scope_head set floor = ? where scope = ? and floor < ?', [p('floor'), p('scope'), p('floor')]),
)
export const oldTombstones = (reader: Reader, before: number) => reader.all(tombstones, { before })
export async function dropTombstone(tx: Tx, row: Named & { seq: number }): Promise<void> {
  await tx.run(deleteRow, row)
  await tx.run(raiseFloor, { scope: row.scope, floor: row.seq })
}

const epochRow = statement<object, { epoch: string; since: number }>((k) =>
  k('sync_epoch').select('epoch', 'since').where({ one: 1 }),
)
const setEpoch = statement<{ epoch: string; now: number }>((k, p) =>
  k('sync_epoch')
    .insert({ one: 1, epoch: p('epoch'), since: p('now') })
    .onConflict('one')
    .merge(),
)
export const readEpoch = (reader: Reader) => reader.get(epochRow, {})
export const writeEpoch = (tx: Tx, epoch: string) => tx.run(setEpoch, { epoch, now: tx.now })
