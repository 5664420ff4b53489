import Sqlite from 'better-sqlite3'
import { startCheckpoints } from './checkpoints.ts'
import { Connection, openWriter, readerOf } from './sqlite-connection.ts'
import type { Database, Reader, Tx, WriteChanges } from './transact.ts'
import { StorageUnavailable } from './transact.ts'
import { type Footing, Unit } from './unit.ts'

export interface SqliteOptions {
  readonly file: string
  readonly now: () => number
  readonly writeChanges: WriteChanges
  /** Releases a group; a port so that a simulation can own the order. */
  readonly schedule?: (work: () => void) => void
  /** Most units in one commit. */
  readonly groupLimit?: number
  /** A group takes no further unit once it has run so many statements that write. */
  readonly groupWrites?: number
  /** So often it is asked, a millisecond apart, whether another process has done writing. */
  readonly patience?: number
  /** Work after a commit threw: what was committed stands all the same. */
  readonly afterCommitFailed?: (error: unknown) => void
}

interface Waiting {
  readonly work: (tx: Tx) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

type Settled = { of: Waiting; value: unknown; after: (() => void)[] } | { of: Waiting; error: unknown }

/** About 250 bookings: what follows a group waits for it. */
const usualGroup = 5000

/** The embedded database: one writer with group commit, one read-only connection. Migrated already (db/migrate.ts). */
export function openSqlite(options: SqliteOptions): Database {
  const writer = new Connection(openWriter(options.file))
  // Waiting is begin's, without holding up those who read.
  writer.db.pragma('busy_timeout = 0')
  const reader = new Connection(new Sqlite(options.file, { readonly: true, timeout: 10_000 }))
  const [cold, warm] = [readerOf(reader), readerOf(new Connection(writer.db, 'read'))]
  /** What the reader keeps of pages is dropped at each commit, what the writer keeps is not. Within a group it is half done. */
  const readerNow = (): Reader => (writer.db.inTransaction ? cold : warm)
  const checkpoints = startCheckpoints(options.file, writer.db)
  const schedule = options.schedule ?? ((work: () => void) => void setImmediate(work))
  const { groupLimit = 256, groupWrites = usualGroup, patience = 10_000 } = options
  const queue: Waiting[] = []
  let draining = false
  let checkedSync = false
  let idle: NodeJS.Timeout | undefined
  /** Statements of the group so far that write. */
  let writes = 0

  async function runUnit(of: Waiting, footing: Footing): Promise<Settled> {
    const tx = new Unit(writer, { now: options.now(), footing, writeChanges: options.writeChanges })
    if (footing === 'guarded') writer.control('savepoint unit')
    try {
      const value = await of.work(tx)
      await tx.finish()
      if (footing === 'guarded') writer.control('release unit')
      return { of, value, after: tx.after }
    } catch (error) {
      // When the whole group is lost, the caller sees it.
      if (writer.state !== 'lost' && footing === 'guarded') writer.db.exec('rollback to unit; release unit')
      return { of, error }
    } finally {
      tx.end()
      writes += tx.writes
    }
  }

  /** What waits, unit by unit, until the group is large enough. */
  function* taken(group: Waiting[]): Generator<Waiting> {
    writes = 0
    while (group.length < groupLimit && writes < groupWrites) {
      const next = queue.shift()
      if (!next) return
      group.push(next)
      yield next
    }
  }

  /** Another process may be writing, an import for one: everything else is answered meanwhile. */
  async function begin(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return writer.control('begin immediate')
      } catch (error) {
        const busy = error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')
        if (!busy || tries >= patience) throw error
      }
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }

  /** One transaction with all units of a group; on bare footing undefined as soon as one of them has to be taken back. */
  async function runAll(units: Iterable<Waiting>, footing: Footing): Promise<Settled[] | undefined> {
    const settled: Settled[] = []
    await begin()
    for (const unit of units) {
      const done = await runUnit(unit, footing)
      if (!writer.db.inTransaction) throw new StorageUnavailable('The group was rolled back by the database')
      if (footing === 'bare' && 'error' in done) {
        writer.control('rollback')
        return undefined
      }
      settled.push(done)
    }
    writer.control('commit')
    return settled
  }

  async function runGroup(): Promise<void> {
    const group: Waiting[] = []
    let settled: Settled[]
    try {
      settled = (await runAll(taken(group), 'bare')) ?? (await runAll(group, 'guarded')) ?? []
      if (!checkedSync) checkedSync = assertSynced(writer.db)
    } catch (error) {
      if (writer.db.inTransaction) writer.db.exec('rollback')
      const lost = new StorageUnavailable(`Nothing was stored: ${error instanceof Error ? error.message : 'unknown'}`)
      // Where not even a transaction could begin, nobody has joined the group yet.
      for (const unit of group.length > 0 ? group : queue.splice(0, groupLimit)) unit.reject(lost)
      return
    }
    for (const done of settled) {
      if ('error' in done) done.of.reject(storageError(done.error))
      else {
        done.of.resolve(done.value)
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
    await runGroup()
    checkpoints.committed(writes)
    // Between groups answers leave and requests come in, so that the next group is as large as it can be.
    if (queue.length > 0) return void schedule(() => void drain())
    draining = false
    idle ??= setTimeout(() => {
      idle = undefined
      if (!draining) checkpoints.idle()
    }, 500).unref()
  }

  return {
    read: {
      all: (statement, params) => readerNow().all(statement, params),
      get: (statement, params) => readerNow().get(statement, params),
    },
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
      await checkpoints.close()
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
