import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { migrateSqlite } from '../db/migrate.ts'
import { openSqlite } from '../db/sqlite.ts'
import type { Change, Database } from '../db/transact.ts'

export interface TimetableDatabase {
  readonly db: Database
  readonly file: string
  /** Changes written to the change log, in order. */
  readonly changes: Change[]
  /** Set `clock.now` to move the clock. */
  readonly clock: { now: number }
  readonly now: () => number
  /** Number of rows of every table that is not empty. */
  counts(): Record<string, number>
  close(): Promise<void>
}

/** A migrated database in a folder of its own, at the first of May 2025. */
export async function timetableDatabase(): Promise<TimetableDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'wayfare-timetable-'))
  const file = join(folder, 'wayfare.db')
  await migrateSqlite(file)
  const clock = { now: Date.UTC(2025, 4, 1) }
  const changes: Change[] = []
  const now = () => clock.now
  const writeChanges = async (_: unknown, some: readonly Change[]) => {
    changes.push(...some)
    return { heads: {}, scopes: [] }
  }
  const db = openSqlite({ file, now, writeChanges })
  return {
    db,
    file,
    changes,
    clock,
    now,
    counts: () => countRows(file),
    async close() {
      await db.close()
      rmSync(folder, { recursive: true })
    },
  }
}

function countRows(file: string): Record<string, number> {
  const db = new Sqlite(file, { readonly: true })
  try {
    const tables = db
      .prepare<[], string>("select name from sqlite_master where type = 'table' order by name")
      .pluck()
      .all()
    const counts = tables
      .filter((table) => !/^(knex|sqlite)_/.test(table))
      .map((table) => [table, db.prepare<[], number>(`select count(*) from "${table}"`).pluck().get() ?? 0] as const)
    return Object.fromEntries(counts.filter(([, count]) => count > 0))
  } finally {
    db.close()
  }
}
