import type Sqlite from 'better-sqlite3'
import type { Database, Reader, WriteChanges } from '../../sync-server/src/db/transact.ts'
import type { Owner } from '../machine/scheduler.ts'

/** What a server process brings when it opens its database. */
export interface OpenPorts {
  readonly owner: Owner
  readonly now: () => number
  readonly writeChanges: WriteChanges
  readonly schedule: (work: () => void) => void
  readonly groupLimit: number
  /** From 0 to 1. */
  readonly dice: () => number
}

/** Where the server of a world keeps things: a file of SQLite, or a database of PostgreSQL. */
export interface Store {
  /** The database as the process that starts now has it. */
  open(ports: OpenPorts): Database
  /** To look with, whatever becomes of processes. */
  readonly reader: Reader
  /** The same, where the database is a file. */
  readonly file: Sqlite.Database | undefined
  /** The process is gone: what it had not committed is undone, and nothing of it works on. */
  kill(): Promise<void>
  /** A copy of what is committed, while a process works on it. */
  backUp(): Promise<Backup>
  /** Puts a copy in the place of the database, under a new epoch. No process works on it. */
  restore(backup: Backup, epoch: string, at: number): Promise<void>
  end(): Promise<void>
}

/** A store of its own for each seed. */
export type MakeStore = () => Promise<Store>

/** How to make the database again. Of the store that made it. */
export type Backup = () => Promise<void>
