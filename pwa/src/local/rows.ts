import type { RecordKind, RecordOf } from 'shared/records.ts'
import type { CacheDb, CacheRow } from './cache-db.ts'

/** Records read back from the cache. They were parsed by their schema when they came; the kind says their type. */

const isReadable = (row: CacheRow | undefined): row is CacheRow => row?.readable === 1

export const valueOf = <K extends RecordKind>(row: CacheRow, _kind: K): RecordOf<K> => row.value as RecordOf<K>

/** All records of a kind, in whatever scope. */
export async function recordsOf<K extends RecordKind>(cache: CacheDb, kind: K): Promise<RecordOf<K>[]> {
  const rows = await cache.rows.where('kind').equals(kind).toArray()
  return rows.filter(isReadable).map((row) => valueOf(row, kind))
}

/** The records of a kind in one scope. */
export async function recordsIn<K extends RecordKind>(cache: CacheDb, scope: string, kind: K): Promise<RecordOf<K>[]> {
  const rows = await cache.rows.where('[scope+kind+id]').between([scope, kind, ''], [scope, kind, '\uffff']).toArray()
  return rows.filter(isReadable).map((row) => valueOf(row, kind))
}
