import { join } from 'node:path'
import { type Config, ConfigError } from './config.ts'
import { migratePostgres, migrateSqlite, UnfitDatabase } from './db/migrate.ts'
import { openPostgres } from './db/postgres.ts'
import { openSqlite } from './db/sqlite.ts'
import type { Database, WriteChanges } from './db/transact.ts'
import type { Log } from './log.ts'

export interface DatabasePorts {
  readonly now: () => number
  readonly random: (n: number) => Uint8Array
  readonly log: Log
  readonly writeChanges: WriteChanges
}

/**
 * The database of the configuration, brought to the newest schema: PostgreSQL at DATABASE_URL, else SQLite in DATA_DIR.
 * @throws ConfigError when it cannot be used, with what to do about it.
 */
export function openDatabase(config: Config, ports: DatabasePorts): Promise<Database> {
  return config.database ? onPostgres(config.database, ports) : onSqlite(join(config.dataDir, 'wayfare.db'), ports)
}

async function onSqlite(file: string, { now, log, writeChanges }: DatabasePorts): Promise<Database> {
  try {
    await migrateSqlite(file)
  } catch (cause) {
    const why = codeOf(cause)
    if (!why.startsWith('SQLITE_')) throw cause
    const advice = 'restore it from a backup, free the disk, or name another DATA_DIR'
    throw new ConfigError(`The database ${file} cannot be opened (${why}): ${advice}`, { cause })
  }
  return openSqlite({ file, now, writeChanges, afterCommitFailed: afterCommitFailed(log) })
}

async function onPostgres(
  { url, connections }: NonNullable<Config['database']>,
  { now, random, log, writeChanges }: DatabasePorts,
): Promise<Database> {
  try {
    await migratePostgres(url)
  } catch (cause) {
    if (cause instanceof UnfitDatabase) throw new ConfigError(`The database of DATABASE_URL ${cause.message}`)
    const why = cause instanceof Error ? cause.message : 'unknown'
    const advice = 'see that it runs, that the address is right, and that its user may create tables'
    throw new ConfigError(`The database of DATABASE_URL cannot be used (${why}): ${advice}`, { cause })
  }
  return openPostgres({
    url,
    connections,
    now,
    writeChanges,
    afterCommitFailed: afterCommitFailed(log),
    dice: () => (random(1)[0] ?? 0) / 256,
    onCollision: (why) => log.debug('database.collision', { why }),
    onLost: (cause) => log.warn('database.connection-lost', { cause }),
  })
}

const afterCommitFailed = (log: Log) => (cause: unknown) => log.error('commit.afterwards-failed', { cause })

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')
