import Sqlite from 'better-sqlite3'
import { bind, type Compilable, type Compiled, type Statement } from './statement.ts'
import type { Reader } from './transact.ts'
import type { Transaction } from './unit.ts'

/** Open the writer: WAL, every commit synced, foreign keys on. The directory must exist. */
export function openWriter(file: string): Sqlite.Database {
  const db = new Sqlite(file, { timeout: 10_000 })
  db.pragma('journal_mode = WAL')
  // better-sqlite3 is built with WAL falling back to NORMAL: a power cut would lose acknowledged bookings.
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  // What savepoints remember of pages stays in memory: by default it spills to a file after 64 KiB, within most units.
  db.pragma('temp_store = MEMORY')
  db.pragma('cache_size = -64000')
  // Checkpoints happen beside the writer (checkpoints.ts); this is only the backstop, 128 MiB.
  db.pragma('wal_autocheckpoint = 32000')
  return db
}

interface Prepared {
  readonly compiled: Compiled
  readonly statement: Sqlite.Statement
}

/** Prepared statements of one connection, made at first use; on the writer, the transaction that is open. */
export class Connection implements Transaction {
  readonly #prepared = new Map<Compilable, Prepared>()
  readonly #controls = new Map<string, Sqlite.Statement>()
  readonly db: Sqlite.Database
  readonly #use: 'read' | 'write'

  /** @param use `read`: a statement that writes is refused, whatever the connection could do. */
  constructor(db: Sqlite.Database, use: 'read' | 'write' = 'write') {
    this.db = db
    this.#use = use
  }

  #prepare(statement: Compilable): Prepared {
    const known = this.#prepared.get(statement)
    if (known) return known
    const compiled = statement.compiled('better-sqlite3')
    const prepared = { compiled, statement: this.db.prepare(compiled.sql) }
    if (this.#use === 'read' && !prepared.statement.readonly) throw new Error(`Not for reading: ${compiled.sql}`)
    this.#prepared.set(statement, prepared)
    return prepared
  }

  all<P extends object, R>(statement: Statement<P, R>, params: P): R[] {
    const prepared = this.#prepare(statement)
    return prepared.statement.all(bind(prepared.compiled, params)) as R[]
  }

  get<P extends object, R>(statement: Statement<P, R>, params: P): R | undefined {
    const prepared = this.#prepare(statement)
    return prepared.statement.get(bind(prepared.compiled, params)) as R | undefined
  }

  /** On a full disk SQLite rolls the whole group back in silence. */
  get state(): Transaction['state'] {
    return this.db.inTransaction ? 'sound' : 'lost'
  }

  /** Savepoints come with every unit, so they are prepared too. */
  control(sql: string): void {
    const known = this.#controls.get(sql) ?? this.db.prepare(sql)
    this.#controls.set(sql, known)
    known.run()
  }

  run<P extends object>(statement: Statement<P, unknown>, params: P): number {
    const prepared = this.#prepare(statement)
    return prepared.statement.run(bind(prepared.compiled, params)).changes
  }
}

/** What rooms read through: with promises, for other databases than SQLite answer later. */
export const readerOf = (connection: Connection): Reader => ({
  all: async (statement, params) => connection.all(statement, params),
  get: async (statement, params) => connection.get(statement, params),
})
