import { randomFillSync } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Config } from './config.ts'
import { ConfigError } from './config.ts'
import type { Context } from './context.ts'
import type { Database } from './db/transact.ts'
import { accessTokens } from './identity/access-tokens.ts'
import { startPasswords } from './identity/passwords.ts'
import { accessSecret } from './identity/secret.ts'
import { type Log, makeLog } from './log.ts'
import { openDatabase } from './open-database.ts'
import { openPokes } from './open-pokes.ts'
import { chooseProvider } from './payments/providers/choose.ts'
import { writeChanges } from './sync/change-log.ts'
import { ForeignKeys, publishKeys } from './tickets/keys.ts'
import { openSigner, type TicketSigner } from './tickets/signer.ts'
import { holdTimetables } from './timetable/packs.ts'

/** What a test or a simulation owns instead of the machine. */
export interface Ports {
  readonly now: () => number
  readonly random: (n: number) => Uint8Array
  readonly log: Log
  /** bcrypt's cost; the least there is, in tests. */
  readonly passwordCost?: number
}

/** The machine itself: its clock, its chance, its standard error. */
export const machine = (config: Config): Ports => ({
  now: () => Date.now(),
  random: drawFrom((bytes) => randomFillSync(bytes)),
  log: makeLog({
    level: config.logLevel,
    now: () => Date.now(),
    write: (line) => void process.stderr.write(line),
  }),
})

/** Chance in the small pieces that ids take: the system is asked once for many, and no byte is given twice. */
function drawFrom(fill: (bytes: Uint8Array) => Uint8Array): Ports['random'] {
  const store = new Uint8Array(4096)
  let used = store.length
  return (n) => {
    if (n > 64) return fill(new Uint8Array(n))
    if (used + n > store.length) {
      fill(store)
      used = 0
    }
    const piece = store.slice(used, used + n)
    store.fill(0, used, (used += n))
    return piece
  }
}

export interface Opened {
  readonly context: Context
  close(): Promise<void>
}

/**
 * Everything a server needs, opened: folder, schema, database, keys, threads.
 * @throws ConfigError when DATA_DIR cannot be written to, or the database not be used.
 */
export async function openContext(config: Config, ports: Ports): Promise<Opened> {
  makeDataDir(config)
  const { pokes, close: closePokes } = openPokes(config, ports.log)
  const db = await openDatabase(config, { ...ports, writeChanges: writeChanges(pokes) })
  const signer = openSigner(config.dataDir, ports.now())
  await publish(db, signer)
  const timetables = await holdTimetables({ reader: db.read, log: ports.log })
  const passwords = startPasswords(ports.passwordCost === undefined ? {} : { cost: ports.passwordCost })
  const context: Context = {
    db,
    config,
    pokes,
    passwords,
    payments: await chooseProvider({ ...ports, db, config }),
    now: ports.now,
    random: ports.random,
    log: ports.log,
    accessTokens: accessTokens(accessSecret(config.dataDir, ports.random)),
    signer,
    timetables,
  }
  return {
    context,
    async close() {
      await closePokes()
      timetables.close()
      await passwords.close()
      await db.close()
    },
  }
}

/** @throws ConfigError when DATA_DIR is not that of the servers which use this database already. */
async function publish(db: Database, signer: TicketSigner): Promise<void> {
  try {
    await db.transact((tx) => publishKeys(tx, signer))
  } catch (cause) {
    if (!(cause instanceof ForeignKeys)) throw cause
    await db.close()
    const advice = 'bring ticket-keys.json and keys/ from the DATA_DIR of the server that signed with it'
    throw new ConfigError(`${cause.message} than in DATA_DIR: ${advice}`, { cause })
  }
}

/** A folder that exists and can be written to. */
function makeDataDir({ dataDir }: Config): void {
  try {
    makeFolder(dataDir)
    if (!statSync(dataDir).isDirectory()) throw new ConfigError(`DATA_DIR ${dataDir} is a file: name a folder`)
    accessSync(dataDir, constants.W_OK | constants.R_OK)
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new ConfigError(`DATA_DIR ${dataDir} cannot be written to (${why}): name a folder of your own`, { cause })
  }
}

/** One level after the other: Node's own recursive mkdir never ends where a file system makes no folders (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}
