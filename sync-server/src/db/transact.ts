import type { Result } from 'shared/base/result.ts'
import type { RecordKind } from 'shared/records.ts'
import type { Placed } from './record-source.ts'
import type { Statement } from './statement.ts'

/** Reads. On SQLite a second, read-only connection: it sees what is committed, never what a unit has half done. */
export interface Reader {
  all<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R[]>
  get<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R | undefined>
}

/** One unit of work. All its consequences are committed together, or none. */
export interface Tx extends Reader {
  /** The server's time for this unit, ms since 1970. */
  readonly now: number
  /** Number of rows changed. */
  run<P extends object>(statement: Statement<P, unknown>, params: P): Promise<number>
  /**
   * A record changed: sync writes its new version to the change log of each scope it travels in, as the unit's last
   * writes. Whoever has the new version in hand gives it; else the room's record source reads it. The last call counts.
   */
  changed<K extends RecordKind>(kind: K, id: string, placed?: readonly Placed<K>[]): void
  /** Runs after the commit returned; never when the unit was rolled back. */
  afterCommit(work: () => void): void
  /** Run `work`; when it refuses, its writes, changes and afterCommits are undone and the refusal returned. */
  attempt<T>(work: () => Promise<Result<T>>): Promise<Result<T>>
  /** How many changes were noted since the last flush. */
  readonly noted: number
  /** Write the changes noted so far, all of a scope under one sequence: last, and never within `attempt`. */
  flush(): Promise<Flushed>
}

export type Heads = Readonly<Record<string, number>>

/** The heads that were reached in the scopes to which the changes from one number noted to another were written. */
export type Flushed = (from: number, to: number) => Heads

export interface Change {
  readonly kind: RecordKind
  readonly id: string
  /** The new version, when the verb had it in hand. */
  readonly placed?: readonly Placed<RecordKind>[]
}

export interface Written {
  /** What each scope reached. */
  readonly heads: Heads
  /** Of each change, in their order: the scopes it was written to. */
  readonly scopes: readonly (readonly string[])[]
}

/** Given by the sync room at start: puts changed records into the change log. */
export type WriteChanges = (tx: Tx, changes: readonly Change[]) => Promise<Written>

export interface UnitAbout {
  /**
   * What the unit will write, as far as is known before it begins: scopes, or other names. No promise hangs on it; where units
   * run side by side, those of one process that name the same wait for one another instead of colliding.
   */
  readonly touches?: () => readonly string[]
}

export interface Database {
  readonly read: Reader
  /**
   * The only way to write. Units are as if run strictly one after another: on SQLite they are, in the order of the calls,
   * and those that wait together share one durable commit; on PostgreSQL they run side by side, in no order unless the
   * one is awaited before the other is asked for. Resolves after the commit returned. `work` may be run again from its
   * start, and may await nothing but the queries of its Tx.
   * @throws what `work` throws (its writes are rolled back), or StorageUnavailable when nothing could be committed.
   */
  transact<T>(work: (tx: Tx) => Promise<T>, about?: UnitAbout): Promise<T>
  close(): Promise<void>
}

/** The disk is full, broken or read-only. Nothing of the unit was kept; asking again later is safe. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable'
}
