import Sqlite from 'better-sqlite3'
import type { Result } from 'shared/base/result.ts'
import { bind, type Compilable, type Compiled, type Statement } from './statement.ts'
import type { Change, Database, Reader, Tx, WriteChanges } from './transact.ts'
import { StorageUnavailable } from './transact.ts'

export interface SqliteOptions {
  readonly file: string
  readonly now: () => number
  readonly writeChanges: WriteChanges
  /** Releases a group; a port so that a simulation can own the order. */
  readonly schedule?: (work: () => void) => void
  /** Most units in one commit. */
  readonly groupLimit?: number
  /** Work after a commit threw: what was committed stands all the same. */
  readonly afterCommitFailed?: (error: unknown) => void
}

interface Unit {
  readonly work: (tx: Tx) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

type Settled = { unit: Unit; value: unknown; after: (() => void)[] } | { unit: Unit; error: unknown }

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
  // Checkpoints happen when idle; this is only the backstop.
  db.pragma('wal_autocheckpoint = 8000')
  return db
}

interface Prepared {
  readonly compiled: Compiled
  readonly statement: Sqlite.Statement
}

/** Prepared statements of one connection, made at first use. */
class Connection implements Reader {
  readonly #prepared = new Map<Compilable, Prepared>()
  readonly #controls = new Map<string, Sqlite.Statement>()
  readonly db: Sqlite.Database
  constructor(db: Sqlite.Database) {
    this.db = db
  }

  #prepare(statement: Compilable): Prepared {
    const known = this.#prepared.get(statement)
    if (known) return known
    const compiled = statement.compiled('better-sqlite3')
    const prepared = { compiled, statement: this.db.prepare(compiled.sql) }
    this.#prepared.set(statement, prepared)
    return prepared
  }

  async all<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R[]> {
    const prepared = this.#prepare(statement)
    return prepared.statement.all(bind(prepared.compiled, params)) as R[]
  }

  async get<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R | undefined> {
    const prepared = this.#prepare(statement)
    return prepared.statement.get(bind(prepared.compiled, params)) as R | undefined
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

/** Notes of one unit that `attempt` can take back. */
interface Notes {
  changes: Change[]
  after: (() => void)[]
}

class SqliteTx implements Tx {
  readonly notes: Notes = { changes: [], after: [] }
  readonly #heads: Record<string, number> = {}
  readonly now: number
  readonly #connection: Connection
  readonly #writeChanges: WriteChanges
  #depth = 0
  #over = false

  constructor(connection: Connection, now: number, writeChanges: WriteChanges) {
    this.#connection = connection
    this.now = now
    this.#writeChanges = writeChanges
  }

  async all<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R[]> {
    return this.#open.all(statement, params)
  }

  async get<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R | undefined> {
    return this.#open.get(statement, params)
  }

  async run<P extends object>(statement: Statement<P, unknown>, params: P): Promise<number> {
    return this.#open.run(statement, params)
  }

  /** What was not awaited would run within the next unit, and be kept or undone with that one. */
  get #open(): Connection {
    if (this.#over) throw new Error('This unit has ended: await every query within it')
    return this.#connection
  }

  end(): void {
    this.#over = true
  }

  changed(kind: Change['kind'], id: string, placed?: Change['placed']): void {
    this.notes.changes.push({ kind, id, ...(placed && { placed }) })
  }

  afterCommit(work: () => void): void {
    this.notes.after.push(work)
  }

  async attempt<T>(work: () => Promise<Result<T>>) {
    const connection = this.#open
    const mark = `attempt_${(this.#depth += 1)}`
    const before = { changes: this.notes.changes.length, after: this.notes.after.length }
    connection.control(`savepoint ${mark}`)
    try {
      const result = await work()
      if (!result.ok) this.#undo(mark, before)
      this.#connection.control(`release ${mark}`)
      return result
    } catch (error) {
      if (this.#connection.db.inTransaction) {
        this.#undo(mark, before)
        this.#connection.control(`release ${mark}`)
      }
      throw error
    } finally {
      this.#depth -= 1
    }
  }

  #undo(mark: string, before: { changes: number; after: number }): void {
    this.#connection.control(`rollback to ${mark}`)
    this.notes.changes.length = before.changes
    this.notes.after.length = before.after
  }

  async flush(): Promise<Readonly<Record<string, number>>> {
    if (this.#depth > 0) throw new Error('flush within an attempt: what it wrote could be undone, its heads could not')
    const last = new Map(this.notes.changes.splice(0).map((change) => [`${change.kind} ${change.id}`, change]))
    const changes = [...last.values()]
    if (changes.length > 0) Object.assign(this.#heads, await this.#writeChanges(this, changes))
    return this.#heads
  }
}

/** The embedded database: one writer with group commit, one read-only connection. Migrated already (db/migrate.ts). */
export function openSqlite(options: SqliteOptions): Database {
  const writer = new Connection(openWriter(options.file))
  const reader = new Connection(new Sqlite(options.file, { readonly: true, timeout: 10_000 }))
  const schedule = options.schedule ?? ((work: () => void) => void setImmediate(work))
  const groupLimit = options.groupLimit ?? 256
  const queue: Unit[] = []
  let draining = false
  let checkedSync = false
  let idle: NodeJS.Timeout | undefined

  async function runUnit(unit: Unit): Promise<Settled> {
    const tx = new SqliteTx(writer, options.now(), options.writeChanges)
    writer.control('savepoint unit')
    try {
      const value = await unit.work(tx)
      await tx.flush()
      writer.control('release unit')
      return { unit, value, after: tx.notes.after }
    } catch (error) {
      // On a full disk SQLite rolls the whole group back in silence; the caller looks at inTransaction.
      if (writer.db.inTransaction) writer.db.exec('rollback to unit; release unit')
      return { unit, error }
    } finally {
      tx.end()
    }
  }

  async function runGroup(group: readonly Unit[]): Promise<void> {
    const settled: Settled[] = []
    try {
      writer.control('begin immediate')
      for (const unit of group) {
        settled.push(await runUnit(unit))
        if (!writer.db.inTransaction) throw new StorageUnavailable('The group was rolled back by the database')
      }
      writer.control('commit')
      if (!checkedSync) checkedSync = assertSynced(writer.db)
    } catch (error) {
      if (writer.db.inTransaction) writer.db.exec('rollback')
      const lost = new StorageUnavailable(`Nothing was stored: ${error instanceof Error ? error.message : 'unknown'}`)
      for (const unit of group) unit.reject(lost)
      return
    }
    for (const done of settled) {
      if ('error' in done) done.unit.reject(storageError(done.error))
      else {
        done.unit.resolve(done.value)
        for (const work of done.after) afterwards(work)
      }
    }
  }

  function afterwards(work: () => void): void {
    try {
      work()
    } catch (error) {
      options.afterCommitFailed?.(error)
    }
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) await runGroup(queue.splice(0, groupLimit))
    draining = false
    idle ??= setTimeout(() => {
      idle = undefined
      if (!draining && writer.db.open) writer.db.pragma('wal_checkpoint(PASSIVE)')
    }, 500).unref()
  }

  return {
    read: reader,
    transact: <T>(work: (tx: Tx) => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        queue.push({ work, resolve: (value) => resolve(value as T), reject })
        if (draining) return
        draining = true
        schedule(() => void drain())
      }),
    async close() {
      while (draining) await new Promise((resolve) => setImmediate(resolve))
      clearTimeout(idle)
      reader.db.close()
      writer.db.close()
    },
  }
}

const fatal = /^SQLITE_(FULL|IOERR|READONLY|CORRUPT|CANTOPEN|BUSY|NOTADB)/

function storageError(error: unknown): unknown {
  if (error instanceof Sqlite.SqliteError && fatal.test(error.code)) return new StorageUnavailable(error.message)
  return error
}

function assertSynced(db: Sqlite.Database): true {
  if (db.pragma('synchronous', { simple: true }) !== 2) throw new Error('synchronous is not FULL on the writer')
  return true
}
