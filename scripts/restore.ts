import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../sync-server/src/config.ts'
import { CopyRefused } from '../sync-server/src/db/copy.ts'
import { machine } from '../sync-server/src/open.ts'
import { restoreSqlite, writeNewEpoch } from '../sync-server/src/restore.ts'
import { isTheirs, type Place } from './asked-wrongly.ts'

const usage = `npm run restore -- FILE
npm run restore -- --restored

Puts the backup FILE in the place of the database of DATA_DIR, checked and brought to this version, under a new epoch:
phones then tell what they were answered since, and send again what the backup does not know. Stop the server first.
What was there is kept beside it.
  --restored  the database was put back by other means (pg_restore, a volume): only write the new epoch`

/** @returns the exit code: 0 restored, 2 asked wrongly or could not be done; then nothing was changed. */
export async function restoreCommand(args: readonly string[], { from, env }: Place): Promise<number> {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      options: { restored: { type: 'boolean' } },
      allowPositionals: true,
    })
    const config = readConfig({ ...env, LOG_LEVEL: env['LOG_LEVEL'] || 'warn' })
    if (values.restored && positionals.length === 0) await mark(config)
    else await restore(config, from, positionals)
    return 0
  } catch (error) {
    if (!isTheirs(error)) throw error
    console.error(`${error.message}\n\n${usage}`)
    return 2
  }
}

async function mark(config: Config): Promise<void> {
  await writeNewEpoch(config, machine(config))
  console.log('A new epoch is written: phones start over and tell what they were answered.')
}

async function restore(config: Config, from: string, [file, ...more]: readonly string[]): Promise<void> {
  if (file === undefined || more.length > 0) throw new CopyRefused('Name the one file to restore.')
  if (config.database)
    throw new CopyRefused('The database is PostgreSQL: restore it with its own tools, then run this with --restored.')
  const aside = await restoreSqlite(resolve(from, file), config, machine(config))
  console.log(`Restored under a new epoch.${aside === null ? '' : ` What was there is ${aside} now.`}`)
}
