import type { RefusalCode } from 'shared/base/refusals.ts'
import type { Reader, Tx } from '../db/transact.ts'
import { statement } from '../db/statement.ts'

export interface ConflictRow {
  readonly id: string
  readonly account: string
  readonly agency: string | null
  readonly feed: string
  readonly name: string
  readonly code: RefusalCode
  /** JSON of what the refusal carries, of the arguments, and of the texts of tickets. */
  readonly data: string
  readonly args: string
  readonly evidence: string
  readonly proven: number
  readonly recorded_at: number
  readonly settled_at: number | null
  readonly settled_by: string | null
  readonly note: string | null
}
export type NewConflict = Omit<ConflictRow, 'settled_at' | 'settled_by' | 'note'>

const columns = ['id', 'account', 'agency', 'feed', 'name', 'code', 'data', 'args', 'evidence', 'proven'] as const
const later = ['recorded_at', 'settled_at', 'settled_by', 'note'] as const

const insert = statement<NewConflict>((k, p) =>
  k('reissue_conflict')
    .insert({
      id: p('id'),
      account: p('account'),
      agency: p('agency'),
      feed: p('feed'),
      name: p('name'),
      code: p('code'),
      data: p('data'),
      args: p('args'),
      evidence: p('evidence'),
      proven: p('proven'),
      recorded_at: p('recorded_at'),
    })
    .onConflict('id')
    .ignore(),
)
/** Of an agency, and of its feed where the agency is not known; those that wait for a person first, the oldest first. */
const ofAgency = statement<{ agency: string; feed: string; most: number }, ConflictRow>((k, p) =>
  k.raw(
    `select ${[...columns, ...later].join(', ')} from reissue_conflict
     where agency = ? or (agency is null and feed = ?)
     order by (settled_at is not null), recorded_at, id limit ?`,
    [p('agency'), p('feed'), p('most')],
  ),
)
const byId = statement<{ id: string }, ConflictRow>((k, p) =>
  k('reissue_conflict')
    .select(...columns, ...later)
    .where({ id: p('id') }),
)
const settle = statement<{ id: string; now: number; by: string; note: string }>((k, p) =>
  k.raw('update reissue_conflict set settled_at = ?, settled_by = ?, note = ? where id = ? and settled_at is null', [
    p('now'),
    p('by'),
    p('note'),
    p('id'),
  ]),
)

export const addConflict = (tx: Tx, row: NewConflict) => tx.run(insert, row)
export const conflictsOf = (reader: Reader, ask: { agency: string; feed: string; most: number }) =>
  reader.all(ofAgency, ask)
export const conflictById = (reader: Reader, id: string) => reader.get(byId, { id })
export const markSettled = (tx: Tx, row: { id: string; now: number; by: string; note: string }) => tx.run(settle, row)
