import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { Connection, readerOf } from './sqlite-connection.ts'
import type { Reader } from './transact.ts'

/** A database as it was at one moment, whatever is written meanwhile. */
export interface Snapshot {
  readonly reader: Reader
  /** What the database itself finds wrong in its file and with its foreign keys; a line each. */
  damage(): readonly string[]
  close(): Promise<void>
}

/** What names no database that can be read, and what to do about it. */
export class NoSnapshot extends Error {
  override readonly name = 'NoSnapshot'
}

/**
 * Open a database file for reading, as it is now. A server may go on writing to it.
 * @throws NoSnapshot when there is none, or it cannot be read.
 */
export function sqliteSnapshot(file: string): Snapshot {
  if (!existsSync(file)) throw new NoSnapshot(`There is no database ${file}: name its file, or set DATA_DIR`)
  const db = openReadOnly(file)
  return {
    reader: readerOf(new Connection(db)),
    damage: () => [...pagesOf(db), ...foreignKeysOf(db)],
    close: async () => void db.close(),
  }
}

/** A transaction that has read is a snapshot until it ends, which it does when the connection closes. */
function openReadOnly(file: string): Sqlite.Database {
  try {
    const db = new Sqlite(file, { readonly: true, timeout: 10_000 })
    db.exec('begin')
    const tables = db.prepare<[], number>("select count(*) from sqlite_master where name = 'knex_migrations'").pluck()
    if (tables.get() === 1) return db
    db.close()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new NoSnapshot(`The database ${file} cannot be read: ${why}`)
  }
  throw new NoSnapshot(`${file} is no database of this server: start the server on it once`)
}

const pagesOf = (db: Sqlite.Database): string[] =>
  db
    .prepare<[], string>('pragma integrity_check(100)')
    .pluck()
    .all()
    .filter((line) => line !== 'ok')

const foreignKeysOf = (db: Sqlite.Database): string[] =>
  db
    .prepare<[], { table: string; parent: string }>('pragma foreign_key_check')
    .all()
    .slice(0, 100)
    .map(({ table, parent }) => `a row of ${table} names no row of ${parent}`)
