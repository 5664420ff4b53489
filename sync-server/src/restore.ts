import { join } from 'node:path'
import type { Config } from './config.ts'
import { openDatabase } from './open-database.ts'
import { assertSound, CopyRefused, copySqlite, isInUse, putInPlace, settleFile } from './db/copy.ts'
import { migrateSqlite } from './db/migrate.ts'
import { openSqlite } from './db/sqlite.ts'
import type { Database } from './db/transact.ts'
import type { Ports } from './open.ts'
import { writeChanges } from './sync/change-log.ts'
import { renewEpoch } from './sync/epoch.ts'
import { createPokes } from './sync/pokes.ts'

type RestorePorts = Pick<Ports, 'now' | 'random' | 'log'>

/** The database of a folder. */
export const databaseFile = (dataDir: string): string => join(dataDir, 'wayfare.db')

/**
 * Puts a backup in the place of the database of DATA_DIR, brought to the newest schema, under a new epoch: phones then
 * tell what they were answered since. What was there is kept beside it.
 * @returns where what was there is now; null when nothing was.
 * @throws CopyRefused while a server runs on it, or when the backup is damaged; NoSnapshot when it is no database.
 */
export async function restoreSqlite(backup: string, config: Config, ports: RestorePorts): Promise<string | null> {
  const file = databaseFile(config.dataDir)
  await assertSound(backup)
  if (isInUse(file)) throw new CopyRefused(`A server runs on ${file}: stop it first`)
  const when = new Date(ports.now()).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const fresh = `${file}.restoring-${when}`
  await copySqlite(backup, fresh)
  // Before it stands in its place: whatever stops this, no server starts on an old state under the old epoch.
  await migrateSqlite(fresh)
  await markRestored(openSqlite({ file: fresh, now: ports.now, writeChanges: writeChanges(createPokes()) }), ports)
  settleFile(fresh)
  const aside = `${file}.before-restore-${when}`
  return putInPlace(fresh, file, aside) ? aside : null
}

/**
 * Writes a new epoch into the database of the configuration, for one that was restored by other means: a volume put
 * back, or PostgreSQL's own tools.
 */
export async function writeNewEpoch(config: Config, ports: RestorePorts): Promise<void> {
  await markRestored(await openDatabase(config, { ...ports, writeChanges: writeChanges(createPokes()) }), ports)
}

async function markRestored(db: Database, { random }: RestorePorts): Promise<void> {
  try {
    await db.transact((tx) => renewEpoch(tx, random))
  } finally {
    await db.close()
  }
}
