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

/**
 * Bring the database at `url` to the newest schema, in one transaction: servers that start together wait for the first.
 * @throws UnfitDatabase when it would sort or keep texts otherwise than SQLite does, or forget what it acknowledged.
 */
export async function migratePostgres(url: string): Promise<void> {
  const k = knex({
    client: 'pg',
    connection: { connectionString: url, connectionTimeoutMillis: 10_000 },
    pool: { min: 0, max: 1 },
  })
  try {
    await assertFit(k)
    await k.transaction(async (trx) => {
      await trx.raw('create table if not exists schema_version (name text primary key, made_at timestamptz not null)')
      await trx.raw('lock table schema_version in exclusive mode')
      const done = new Set((await trx<{ name: string }>('schema_version').select('name')).map(({ name }) => name))
      for (const { name, up } of migrations.filter((migration) => !done.has(migration.name))) {
        await up(trx)
        await trx('schema_version').insert({ name, made_at: trx.fn.now() })
      }
    })
  } finally {
    await k.destroy()
  }
}

/** The database cannot keep what Wayfare keeps, whatever is done later. */
export class UnfitDatabase extends Error {
  override readonly name = 'UnfitDatabase'
}

interface Traits {
  readonly encoding: string
  readonly collation: string
  readonly commit: string
}

const byBytes = new Set(['C', 'POSIX', 'C.UTF-8', 'C.utf8', 'ucs_basic'])

async function assertFit(k: Knex): Promise<void> {
  const { rows } = await k.raw<{ rows: Traits[] }>(
    `select pg_encoding_to_char(encoding) as encoding, datcollate as collation,
       current_setting('synchronous_commit') as commit
     from pg_database where datname = current_database()`,
  )
  const [traits] = rows
  const make = `create database wayfare template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`
  if (traits?.encoding !== 'UTF8') throw new UnfitDatabase(`keeps texts as ${traits?.encoding}: ${make}`)
  if (!byBytes.has(traits.collation)) {
    throw new UnfitDatabase(`sorts texts by ${traits.collation}, not byte by byte as the server does: ${make}`)
  }
  if (traits.commit === 'off') {
    throw new UnfitDatabase('has synchronous_commit off: an acknowledged booking would not survive a power cut')
  }
}
