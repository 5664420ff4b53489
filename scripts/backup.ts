import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../sync-server/src/config.ts'
import { CopyRefused, copySqlite } from '../sync-server/src/db/copy.ts'
import { databaseFile } from '../sync-server/src/restore.ts'
import { isTheirs, type Place } from './asked-wrongly.ts'

const usage = `npm run backup -- FILE

Copies the database of DATA_DIR to FILE, whole and checked, while the server runs.
Keep the files of keys with it: DATA_DIR/keys and DATA_DIR/ticket-keys.json.`

/** @returns the exit code: 0 made, 2 asked wrongly or could not be done. */
export async function backupCommand(args: readonly string[], { from, env }: Place): Promise<number> {
  try {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true })
    const [to, ...more] = positionals
    if (to === undefined || more.length > 0) throw new CopyRefused('Name one file for the backup.')
    const { database, dataDir } = readConfig(env)
    if (database)
      throw new CopyRefused('The database is PostgreSQL: back it up with its own tools, pg_dump first of all.')
    const file = resolve(from, to)
    await copySqlite(databaseFile(dataDir), file)
    console.log(`${file}: ${(statSync(file).size / 1e6).toFixed(1)} MB, checked.`)
    return 0
  } catch (error) {
    if (!isTheirs(error)) throw error
    console.error(`${error.message}\n\n${usage}`)
    return 2
  }
}
