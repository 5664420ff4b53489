import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { migrations } from './migrations/index.ts'
import { sqliteSnapshot } from './snapshot.ts'

/** Databases as files: copied while a server writes, looked at, and put in each other's place. */

/** What the command was asked cannot be done, and what to do about it. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused'
}

/**
 * A copy of a database as it is at one moment, by SQLite's online backup: a server may go on writing. The copy is whole
 * and on the disk when this resolves, or is not there at all.
 * @throws NoSnapshot when `from` is no database of this server; CopyRefused when `to` exists, or the copy is damaged.
 */
export async function copySqlite(from: string, to: string): Promise<void> {
  if (existsSync(to)) throw new CopyRefused(`${to} exists already: name another file`)
  await sqliteSnapshot(from).close()
  const part = `${to}.part`
  discard(part)
  try {
    const source = new Sqlite(from, { readonly: true, timeout: 10_000 })
    try {
      await source.backup(part)
    } finally {
      source.close()
    }
    settleFile(part)
    await assertSound(part)
    renameSync(part, to)
    sync(dirname(to))
  } finally {
    discard(part)
  }
}

/**
 * Whether a database is whole, and of a schema that this version knows.
 * @throws NoSnapshot when it cannot be read; CopyRefused when it is damaged, or of a newer version.
 */
export async function assertSound(file: string): Promise<void> {
  const damage = await damageOf(file)
  if (damage.length > 0) throw new CopyRefused(`${file} is damaged: ${damage.slice(0, 3).join('; ')}`)
  const known = new Set(migrations.map(({ name }) => name))
  const db = new Sqlite(file, { readonly: true })
  const names = db.prepare<[], string>('select name from knex_migrations').pluck().all()
  db.close()
  const newer = names.filter((name) => !known.has(name))
  if (newer.length > 0)
    throw new CopyRefused(`${file} was written by a newer version (${newer.join(', ')}): restore it with that version`)
}

/** What is wrong with it. What is torn badly enough cannot even be looked at. */
async function damageOf(file: string): Promise<readonly string[]> {
  const snapshot = sqliteSnapshot(file)
  try {
    return snapshot.damage()
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error
    return [error.message]
  } finally {
    await snapshot.close()
  }
}

/** Whether somebody has the database open: only who is alone may take it out of WAL mode. */
export function isInUse(file: string): boolean {
  if (!existsSync(file)) return false
  try {
    const db = new Sqlite(file, { timeout: 0 })
    try {
      return db.pragma('journal_mode = delete', { simple: true }) !== 'delete'
    } finally {
      db.close()
    }
  } catch (error) {
    // One that is too damaged to be opened is in nobody's use.
    return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
  }
}

/** Puts a database in the place of another, which is kept under the name `aside`. @returns whether there was another. */
export function putInPlace(fresh: string, file: string, aside: string): boolean {
  const there = existsSync(file)
  for (const more of ['-wal', '-shm', '']) {
    if (existsSync(`${file}${more}`)) renameSync(`${file}${more}`, `${aside}${more}`)
  }
  renameSync(fresh, file)
  sync(dirname(file))
  return there
}

/** One file, all of it on the disk: no WAL beside it. Nobody else has it open. */
export function settleFile(file: string): void {
  const db = new Sqlite(file)
  db.pragma('journal_mode = delete')
  db.close()
  sync(file)
}

function sync(path: string): void {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

const discard = (file: string): void => {
  for (const more of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${more}`, { force: true })
}
