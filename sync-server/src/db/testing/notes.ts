import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { statement } from '../statement.ts'
import type { Database } from '../transact.ts'

/** A table for tests of units: `create table note (id text primary key, body text not null)`. */
export const noteTable = 'create table note (id text primary key, body text not null)'

export const insert = statement<{ id: string; body: string }>((k, p) =>
  k('note').insert({ id: p('id'), body: p('body') }),
)
export const list = statement<object, { id: string }>((k) => k('note').select('id').orderBy('id'))

export const idsIn = async (db: Database): Promise<string[]> => (await db.read.all(list, {})).map((row) => row.id)

/** A new SQLite file with the empty table, in a folder of its own. */
export function noteFile(): { folder: string; file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'wayfare-db-'))
  const file = join(folder, 'test.db')
  const setup = new Sqlite(file)
  setup.pragma('journal_mode = WAL')
  setup.exec(noteTable)
  setup.close()
  return { folder, file }
}
