import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrateSqlite } from '../db/migrate.ts'
import { openPostgres, type PostgresOptions } from '../db/postgres.ts'
import { openSqlite, type SqliteOptions } from '../db/sqlite.ts'
import type { Database, WriteChanges } from '../db/transact.ts'

/** Environment of a run: address of a PostgreSQL for tests, or why there is none. */
export const postgresHere = 'TEST_POSTGRES_URL'
export const postgresMissing = 'TEST_POSTGRES_MISSING'
/** `postgres`: the worlds of tests are made there. */
const wanted = 'TEST_DATABASE'
/** The migrated, empty database that others are copied from. */
export const template = 'wayfare_template'

/** Whether the worlds of this run are made on PostgreSQL. */
export const onPostgres = (): boolean => server() !== undefined

/** Why tests that are to run on PostgreSQL cannot; undefined when they can, or are not meant to. */
export const skippedBecause = (): string | undefined =>
  process.env[wanted] === 'postgres' ? process.env[postgresMissing] : undefined

const server = (): string | undefined => (process.env[wanted] === 'postgres' ? process.env[postgresHere] : undefined)

export interface TestDatabaseOptions {
  /** Whoever names the same folder gets the same database, whatever it is. */
  readonly folder: string
  readonly now: () => number
  readonly writeChanges: WriteChanges
  readonly sqlite?: Partial<SqliteOptions>
  readonly postgres?: Partial<PostgresOptions>
}

/** A migrated database for a test: SQLite in its folder, or one of the PostgreSQL of this run. */
export async function openTestDatabase(options: TestDatabaseOptions): Promise<Database> {
  const { folder, now, writeChanges } = options
  const url = await postgresUrl(folder)
  if (url !== undefined) {
    const half = () => 0.5
    return openPostgres({ url, now, writeChanges, connections: 8, dice: half, ...options.postgres })
  }
  const file = join(folder, 'wayfare.db')
  if (!existsSync(file)) copyFileSync(await emptyFile(), file)
  return openSqlite({ file, now, writeChanges, ...options.sqlite })
}

/** The database of a folder on the PostgreSQL of this run, made when there is none; undefined where tests use SQLite. */
export async function postgresUrl(folder: string): Promise<string | undefined> {
  const at = server()
  if (at === undefined) return undefined
  const name = nameOf(folder)
  await command(at, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${name} template ${template}`)
  })
  return at.replace('/postgres?', `/${name}?`)
}

export async function dropTestDatabase(folder: string): Promise<void> {
  const at = server()
  if (at !== undefined) await command(at, (client) => client.query(`drop database if exists ${nameOf(folder)} (force)`))
}

const nameOf = (folder: string): string => `test_${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`

/** With a connection of its own. */
export async function command(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

let made: Promise<string> | undefined

/** A migrated file, made once in a process: migrating takes longer than most tests. */
function emptyFile(): Promise<string> {
  made ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wayfare-template-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    const file = join(folder, 'template.db')
    await migrateSqlite(file)
    return file
  })()
  return made
}
