import knex, { type Knex } from 'knex'
import { migrations } from './migrations/index.ts'
import { madeTwice } from './postgres-errors.ts'

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
 * @throws UnfitDatabase when it would keep or sort texts otherwise than SQLite does, or forget what it acknowledged.
 */
export async function migratePostgres(url: string): Promise<void> {
  const connection = { connectionString: url, connectionTimeoutMillis: 10_000 }
  const k = knex({ client: 'pg', connection, pool: { min: 0, max: 1 } })
  try {
    await assertFit(k)
    for (let runs = 1; ; runs += 1) {
      try {
        return await k.transaction(upgrade)
      } catch (error) {
        // Two that make the first table at once: one of them finds its name taken.
        if (!madeTwice(error) || runs > 3) throw error
      }
    }
  } finally {
    await k.destroy()
  }
}

async function upgrade(k: Knex.Transaction): Promise<void> {
  await k.raw('create table if not exists schema_version (name text primary key, made_at timestamptz not null)')
  await k.raw('lock table schema_version in exclusive mode')
  const rows = await k<{ name: string }>('schema_version').select('name')
  const done = new Set(rows.map(({ name }) => name))
  const known = new Set(migrations.map(({ name }) => name))
  const newer = [...done].filter((name) => !known.has(name))
  if (newer.length > 0)
    throw new UnfitDatabase(`was brought to ${newer.join(', ')} by a newer version: run that version`)
  for (const { name, up } of migrations.filter((migration) => !done.has(migration.name))) {
    await up(k)
    await k('schema_version').insert({ name, made_at: k.fn.now() })
  }
}

/** The database cannot keep what Wayfare keeps, whatever is done later. */
export class UnfitDatabase extends Error {
  override readonly name = 'UnfitDatabase'
}

interface Traits {
  readonly encoding: string
  readonly sorted: string
  readonly commit: string
}

/** These texts, one behind the other, as their bytes sort. */
const byBytes = 'B_a~\u00e9'

async function assertFit(k: Knex): Promise<void> {
  const { rows } = await k.raw<{ rows: Traits[] }>(
    `select pg_encoding_to_char(encoding) as encoding, current_setting('synchronous_commit') as commit,
       (select string_agg(t, '' order by t) from unnest(string_to_array('a,B,_,\u00e9,~', ',')) as t) as sorted
     from pg_database where datname = current_database()`,
  )
  const [traits] = rows
  const make = `create database wayfare template template0 encoding 'UTF8' locale 'C'`
  if (traits?.encoding !== 'UTF8') throw new UnfitDatabase(`keeps texts as ${traits?.encoding}: ${make}`)
  if (traits.sorted !== byBytes) throw new UnfitDatabase(`does not sort texts by their bytes: ${make}`)
  if (traits.commit === 'off') {
    throw new UnfitDatabase('has synchronous_commit off: an acknowledged booking would not survive a power cut')
  }
}
