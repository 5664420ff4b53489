import { records, type RecordKind } from 'shared/records.ts'
import { canonical } from 'shared/sync/canonical.ts'
import { changeDigest, emptyDigest, rowHash } from 'shared/sync/digest.ts'
import { parseScope } from 'shared/sync/scope.ts'
import type { Placed, RecordSource } from '../db/record-source.ts'
import type { Reader } from '../db/transact.ts'
import { sources } from '../sync/sources.ts'
import type { Check } from './check.ts'
import { json } from './json.ts'
import {
  headless,
  headsAfter,
  logAfter,
  loggedRow,
  type LogRow,
  newestOf,
  recordIds,
  rowsOfScope,
} from './store-feed.ts'
import { queryCheck, stream, streamById } from './store-pages.ts'

const heads: Check = {
  number: 'AU40',
  says: 'The head of a scope stands at its newest row, or at the newest one that was dropped.',
  async *find(reader) {
    for await (const { id, seq, floor } of streamById(reader, headsAfter)) {
      const newest = (await reader.get(newestOf, { scope: id }))?.seq ?? 0
      if (Math.max(newest, floor) !== seq) {
        yield { at: `scope ${id}`, why: `has its head at ${seq}, its newest row at ${newest}, its floor at ${floor}` }
      }
    }
  },
}

const headed = queryCheck({ number: 'AU41', says: 'A scope with rows has a head.' }, headless, ({ scope, rows }) => ({
  at: `scope ${scope}`,
  why: `has ${rows} rows and no head`,
}))

const digests: Check = {
  number: 'AU42',
  says: 'The digest of a scope is that of its live rows.',
  async *find(reader) {
    for await (const { id: scope, digest } of streamById(reader, headsAfter)) {
      let truth = emptyDigest
      const rows = stream(reader, rowsOfScope, { scope, kind: '', id: '' }, ({ kind, id }) => ({ scope, kind, id }))
      for await (const { kind, id, seq, op } of rows) {
        if (op === 'put') truth = changeDigest(truth, { added: rowHash(kind, id, seq) })
      }
      if (truth !== digest) yield { at: `scope ${scope}`, why: `has digest ${digest}, its rows ${truth}` }
    }
  },
}

const isKind = (kind: string): kind is RecordKind => Object.hasOwn(records, kind)

/** What a room says of a record now. Asked with a bare id, so any kind's source may answer. */
async function placedNow(
  reader: Reader,
  kind: RecordKind,
  id: string,
): Promise<readonly Placed<RecordKind>[] | string> {
  const source: RecordSource<RecordKind> = sources[kind]
  try {
    return await source(reader, id)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const sameJson = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

async function wrongIn(reader: Reader, { scope, kind, id, rev, op, value }: LogRow): Promise<string | undefined> {
  if (!isKind(kind)) return 'is of a kind nobody knows'
  const travels: readonly string[] = records[kind].scopes
  if (!travels.includes(parseScope(scope)?.kind ?? '')) return 'does not travel in this scope'
  const told = json(value)
  if (op !== 'put' && op !== 'remove') return `says ${op}`
  if (op === 'put' && !records[kind].schema.safeParse(told).success) return 'cannot be read as its kind'
  const placed = await placedNow(reader, kind, id)
  // A record that is gone from its table was taken out of the log as well.
  if (typeof placed === 'string') return op === 'remove' ? undefined : `cannot be told by its room: ${placed}`
  const now = placed.find((each) => each.scope === scope)
  if (op === 'remove') return now && now.value !== null ? 'is removed, its room still has it' : undefined
  if (!now || now.value === null) return 'is told, its room has it here no more'
  if (now.rev !== rev) return `has version ${rev}, in its room ${now.rev}`
  return sameJson(told, now.value) ? undefined : `says ${value}, its room ${JSON.stringify(now.value)}`
}

const told: Check = {
  number: 'AU43',
  says: 'What a scope tells of a record is what its room says now, where it may be told.',
  async *find(reader) {
    const all = stream(reader, logAfter, { scope: '', kind: '', id: '' }, ({ scope, kind, id }) => ({
      scope,
      kind,
      id,
    }))
    for await (const row of all) {
      const why = await wrongIn(reader, row)
      if (why !== undefined) yield { at: `${row.kind} ${row.id} in ${row.scope}`, why }
    }
  },
}

const kinds = Object.keys(records).filter(isKind)

const complete: Check = {
  number: 'AU44',
  says: 'Every record is told in each scope it travels in.',
  async *find(reader) {
    for (const kind of kinds) {
      for await (const { id } of streamById(reader, recordIds[kind])) {
        const placed = await placedNow(reader, kind, id)
        if (typeof placed === 'string') {
          yield { at: `${kind} ${id}`, why: `cannot be told by its room: ${placed}` }
          continue
        }
        for (const { scope, value } of placed) {
          if (value === null) continue
          const row = await reader.get(loggedRow, { scope, kind, id })
          if (row?.op !== 'put')
            yield { at: `${kind} ${id} in ${scope}`, why: row ? 'is removed there' : 'is not told' }
        }
      }
    }
  },
}

export const feedChecks: readonly Check[] = [heads, headed, digests, told, complete]
