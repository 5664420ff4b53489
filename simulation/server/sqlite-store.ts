import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { migrateSqlite } from '../../sync-server/src/db/migrate.ts'
import { openSqlite } from '../../sync-server/src/db/sqlite.ts'
import { Connection, readerOf } from '../../sync-server/src/db/sqlite-connection.ts'
import type { Database, Reader } from '../../sync-server/src/db/transact.ts'
import type { Backup, OpenPorts, Store } from './store.ts'

/** In memory where there is such a folder: a sync to a real disk would be most of a seed's time. */
export const home = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

let template: Promise<string> | undefined

/** A migrated database, made once in a process. */
export function emptyDatabase(): Promise<string> {
  template ??= (async () => {
    const folder = mkdtempSync(join(home, 'wayfare-simulation-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    const file = join(folder, 'template.db')
    await migrateSqlite(file)
    return file
  })()
  return template
}

/** A real file. SIGKILL is a copy of database and log as they lie there at that moment. */
export class SqliteStore implements Store {
  reader!: Reader
  file!: Sqlite.Database
  readonly #folder: string
  #path: string
  #files = 0
  #shut: () => void = () => {}

  constructor(folder: string, empty: string) {
    this.#folder = folder
    this.#path = this.#next()
    copyFileSync(empty, this.#path)
  }

  #next(): string {
    this.#files += 1
    return join(this.#folder, `life${this.#files}.db`)
  }

  open({ now, writeChanges, schedule, groupLimit }: OpenPorts): Database {
    const opened = openSqlite({ file: this.#path, now, writeChanges, schedule, groupLimit })
    const file = new Sqlite(this.#path, { readonly: true })
    this.file = file
    this.reader = readerOf(new Connection(file, 'read'))
    this.#shut = () => void file.close()
    return opened
  }

  async kill(): Promise<void> {
    this.#shut()
    const next = this.#next()
    copy(this.#path, next)
    this.#path = next
  }

  async backUp(): Promise<Backup> {
    const file = this.#next()
    copy(this.#path, file)
    return async () => {
      this.#path = this.#next()
      copy(file, this.#path)
    }
  }

  async restore(backup: Backup, epoch: string, at: number): Promise<void> {
    await backup()
    const db = new Sqlite(this.#path)
    db.prepare('update sync_epoch set epoch = ?, since = ?').run(epoch, at)
    db.close()
  }

  async end(): Promise<void> {
    this.#shut()
  }
}

/** Database and WAL as they lie there. The index of the WAL is built anew by whoever opens it. */
function copy(from: string, to: string): void {
  copyFileSync(from, to)
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`)
}
