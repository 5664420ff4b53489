import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { audit, checks, findingText } from '../sync-server/src/audit/audit.ts'
import { counts } from '../sync-server/src/audit/store-counts.ts'
import { ConfigError, readConfig } from '../sync-server/src/config.ts'
import { postgresSnapshot } from '../sync-server/src/db/postgres-snapshot.ts'
import { NoSnapshot, type Snapshot, sqliteSnapshot } from '../sync-server/src/db/snapshot.ts'

const usage = `npm run audit -- [--database FILE or URL]

Checks every fact that must hold in a database, in one snapshot of it; a server may go on meanwhile.
  --database  a file of SQLite, or postgres://…; without it the database of the server, at DATABASE_URL or in DATA_DIR
Exit code 0: nothing is wrong. 1: what is wrong is listed, numbered as in docs/rules.md. 2: asked wrongly, or the
database cannot be read.`

/** Lines printed of one check; more are counted. */
const linesAtMost = 100

interface Place {
  readonly from: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** @returns the exit code. */
export async function auditCommand(args: readonly string[], place: Place): Promise<number> {
  let snapshot: Snapshot | undefined
  try {
    const { values } = parseArgs({ args: [...args], options: { database: { type: 'string' } } })
    snapshot = await open(values.database, place)
    return await look(snapshot)
  } catch (error) {
    if (!isTheirs(error)) throw error
    console.error(`${error.message}\n\n${usage}`)
    return 2
  } finally {
    await snapshot?.close()
  }
}

const isTheirs = (error: unknown): error is Error =>
  error instanceof NoSnapshot ||
  error instanceof ConfigError ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))

async function open(given: string | undefined, { from, env }: Place): Promise<Snapshot> {
  if (given !== undefined && /^postgres(ql)?:/.test(given)) return postgresSnapshot(given)
  if (given !== undefined) return sqliteSnapshot(resolve(from, given))
  const { database, dataDir } = readConfig(env)
  return database ? postgresSnapshot(database.url) : sqliteSnapshot(join(dataDir, 'wayfare.db'))
}

async function look({ reader, damage }: Snapshot): Promise<number> {
  const broken = damage()
  for (const line of broken) console.log(`AU0 database ${line}`)
  const found = new Map<string, number>()
  for await (const finding of audit(reader)) {
    const times = (found.get(finding.number) ?? 0) + 1
    found.set(finding.number, times)
    if (times <= linesAtMost) console.log(findingText(finding))
  }
  const all = await reader.all(counts, {})
  console.log(`Looked at ${all.map(({ name, rows }) => `${Number(rows)} ${name}`).join(', ')}.`)
  if (found.size === 0 && broken.length === 0) {
    console.log(`${checks.length + 1} checks, nothing is wrong.`)
    return 0
  }
  for (const { number, says } of checks) {
    const times = found.get(number)
    if (times !== undefined) console.log(`${number} is broken ${times} times: ${says}`)
  }
  return 1
}
