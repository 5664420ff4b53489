import knex, { type Knex } from 'knex'
import { migrations } from './migrations/index.ts'

export interface Migration {
  readonly name: string
  up(k: Knex): Promise<void>
}

/** Bring the database of `file` to the newest schema. Released migrations are never edited. */
export async function migrateSqlite(file: string): Promise<void> {
  const k = knex({ client: 'better-sqlite3', connection: { filename: file }, useNullAsDefault: true })
  try {
    await k.raw('pragma journal_mode = WAL')
    await k.migrate.latest({
      migrationSource: {
        getMigrations: async () => [...migrations],
        getMigrationName: (m: Migration) => m.name,
        getMigration: async (m: Migration) => ({ up: (kx: Knex) => m.up(kx), down: async () => {} }),
      },
    })
  } finally {
    await k.destroy()
  }
}
