import type { RecordKind, RecordOf } from 'shared/records.ts'
import type { Scope } from 'shared/sync/scope.ts'
import type { Reader } from './transact.ts'

/** A record in one of the scopes it travels in; `null` takes it out of that scope. */
export interface Placed<K extends RecordKind> {
  readonly scope: Scope
  readonly value: RecordOf<K> | null
  /** Version of the record itself, for edit conflicts; 0 where it has none. */
  readonly rev: number
  /** Just made, so never in this scope before: the change log need not look for a former version. */
  readonly fresh?: true
}

/** A room tells what a record is now and where it travels. Called within the unit that changed it. */
export type RecordSource<K extends RecordKind> = (reader: Reader, id: string) => Promise<readonly Placed<K>[]>
