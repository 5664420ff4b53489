import { must } from 'shared/base/result.ts'
import { emptyDigest } from 'shared/sync/digest.ts'
import type { ChangeRow, ScopeChange } from 'shared/sync/envelope.ts'
import type { Reader } from '../db/transact.ts'
import { type PageRow, readPage, readSeq } from './store.ts'

export interface PageAsk {
  readonly scope: string
  readonly cursor: number
  readonly digest?: string | undefined
  /** The head when the snapshot began of which this cursor is a page. */
  readonly began?: number | undefined
  /** Whether the cursor is one of this epoch; else the answer is a snapshot. */
  readonly sameEpoch: boolean
  /** Rows wanted at most; a page holds at least one whole seq all the same. */
  readonly most: number
}

/** `ahead`: the cursor is beyond the head, so it was given out by another history of the database. */
export type PageAnswer = { kind: 'quiet' } | { kind: 'ahead' } | { kind: 'page'; change: Page }
export type Page = Exclude<ScopeChange, { gone: unknown }>

/**
 * One page of a scope behind a cursor. Left out (`quiet`) when there is no news and the digests are equal; a scope asked
 * without a digest is always answered, so that a phone learns that an empty one is empty.
 */
export async function page(reader: Reader, ask: PageAsk): Promise<PageAnswer> {
  const from = ask.sameEpoch ? ask.cursor : 0
  const read = await readPage(reader, { scope: ask.scope, cursor: from, most: ask.most + 1 })
  const [first] = read
  const { head, digest, floor } = first ?? { head: 0, digest: emptyDigest, floor: 0 }
  if (from > head) return { kind: 'ahead' }
  const differs = ask.digest !== undefined && from === head && ask.digest !== digest
  // Who is within a snapshot misses no tombstone from before it began: those rows never came.
  const dropped = Math.max(from, ask.began ?? 0) < floor
  if (from > 0 && (dropped || differs)) return page(reader, { ...ask, sameEpoch: false })
  if (from === head && ask.digest === digest && ask.sameEpoch) return { kind: 'quiet' }
  const rows = read.filter((row) => row.seq !== null)
  const base = { scope: ask.scope, snapshot: from === 0, from }
  if (rows.length <= ask.most) {
    return { kind: 'page', change: { ...base, to: head, more: false, digest, rows: rows.map(changeRow) } }
  }
  const { kept, to } = await wholeSeqs(reader, ask.scope, rows)
  return { kind: 'page', change: { ...base, to, more: true, ...(from === 0 && { head }), rows: kept.map(changeRow) } }
}

/**
 * Rows without those of the last seq, which may be cut; when that is the only one, all of it. Some of these may have
 * moved on since the first question, all of them even: they come under their later seq.
 */
async function wholeSeqs(reader: Reader, scope: string, rows: readonly PageRow[]) {
  const last = must(rows.at(-1)?.seq, 'seq of the last row')
  const whole = rows.filter((row) => row.seq !== last)
  const before = whole.at(-1)?.seq
  if (typeof before === 'number') return { kept: whole, to: before }
  return { kept: await readSeq(reader, { scope, seq: last }), to: last }
}

const changeRow = (row: PageRow): ChangeRow => ({
  seq: must(row.seq, 'seq'),
  kind: must(row.kind, 'kind'),
  id: must(row.id, 'id'),
  rev: must(row.rev, 'rev'),
  op: row.op === 'remove' ? 'remove' : 'put',
  value: JSON.parse(must(row.value, 'value')),
})
