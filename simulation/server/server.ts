import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { makeApp } from '../../sync-server/src/app.ts'
import { readConfig } from '../../sync-server/src/config.ts'
import type { Context } from '../../sync-server/src/context.ts'
import { migrateSqlite } from '../../sync-server/src/db/migrate.ts'
import { openSqlite } from '../../sync-server/src/db/sqlite.ts'
import { accessTokens } from '../../sync-server/src/identity/access-tokens.ts'
import { makeLog } from '../../sync-server/src/log.ts'
import { writeChanges } from '../../sync-server/src/sync/change-log.ts'
import { createPokes } from '../../sync-server/src/sync/pokes.ts'
import { publishKeys } from '../../sync-server/src/tickets/keys.ts'
import { temporarySigner, type TicketSigner } from '../../sync-server/src/tickets/signer.ts'
import type { Timetable } from 'shared/timetable/pack.ts'
import type { Dice } from '../machine/dice.ts'
import { newOwner, type Owner, type Scheduler } from '../machine/scheduler.ts'
import type { FaultRates } from '../faults.ts'
import { startWork } from './work.ts'
import { troubledWrites } from './troubled-writes.ts'
import { askInMemory, type HttpAsk, type HttpHearer } from './memory-http.ts'

/** In memory where there is such a folder: a sync to a real disk would be most of a seed's time. */
const home = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export interface ServerPlan {
  readonly limits: Partial<Context['config']['limits']>
  /** Units of one commit. */
  readonly groupLimit: number
  /** How long seats wait for a card payment, ms; null: there are no cards, and no jobs. */
  readonly holdMs: number | null
}

export interface ServerParts {
  readonly scheduler: Scheduler
  readonly dice: Dice
  readonly timetables: readonly Timetable[]
  readonly plan: ServerPlan
  readonly onLog: (line: string) => void
  /** For the event log. */
  readonly say: (what: string) => void
  readonly rates: () => FaultRates
  readonly poisoned: ReadonlySet<string>
}

let template: Promise<string> | undefined
let signer: TicketSigner | undefined

/** A migrated database, made once in a process. */
export function emptyDatabase(): Promise<string> {
  template ??= (async () => {
    const folder = mkdtempSync(join(home, 'wayfare-simulation-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    const file = join(folder, 'template.db')
    await migrateSqlite(file)
    return file
  })()
  return template
}

/** The one server of a world. It can be killed at any moment and started again from what its disk holds. */
export class Server {
  owner: Owner = newOwner('server')
  context!: Context
  /** A connection of our own, to look with. */
  eyes!: Sqlite.Database
  lives = 0
  /** When this process began. */
  since = 0
  /** Jobs come by at most so often, ms. */
  leastPace = 0
  /** Something was committed since this was last set to false. */
  committed = true
  readonly #parts: ServerParts
  readonly #folder: string
  readonly #secret: Uint8Array
  #callback!: ReturnType<ReturnType<typeof makeApp>['koa']['callback']>
  #file = ''
  #close: () => void = () => {}

  private constructor(parts: ServerParts) {
    this.#parts = parts
    this.#folder = mkdtempSync(join(home, 'wayfare-simulation-'))
    this.#secret = parts.dice.bytes(32)
  }

  static async start(parts: ServerParts): Promise<Server> {
    const server = new Server(parts)
    mkdirSync(join(server.#folder, 'static'))
    server.#file = join(server.#folder, 'life0.db')
    copyFileSync(await emptyDatabase(), server.#file)
    server.#open()
    return server
  }

  #open(): void {
    const { scheduler, plan, timetables, onLog, rates, poisoned } = this.#parts
    const dice = this.#parts.dice.fork(`life ${this.lives}`)
    const owner = newOwner(`server${this.lives}`)
    this.owner = owner
    this.since = scheduler.now
    const now = (): number => scheduler.now
    const pokes = createPokes()
    const opened = openSqlite({
      file: this.#file,
      now,
      writeChanges: troubledWrites(writeChanges(pokes), {
        dice: dice.fork('troubles'),
        rates,
        poisoned,
        pause: () => new Promise((resolve) => scheduler.soon(owner, 'server/writer', resolve)),
      }),
      schedule: (work) => scheduler.soon(owner, 'server/writer', work),
      groupLimit: plan.groupLimit,
    })
    // Whoever looks on from outside looks after each commit.
    const note = (): void => void (this.committed = true)
    const db: Context['db'] = {
      ...opened,
      transact: (work) => {
        const unit = opened.transact(work)
        unit.then(note, note)
        return unit
      },
    }
    signer ??= temporarySigner(now() - 86_400_000)
    const config = readConfig({ STATIC_DIR: join(this.#folder, 'static'), DATA_DIR: this.#folder })
    const bare: Context = {
      db,
      now,
      random: dice.bytes,
      pokes,
      log: makeLog({ level: 'warn', now, write: onLog }),
      config: {
        ...config,
        limits: { ...config.limits, ...plan.limits },
        payments: { ...config.payments, holdMs: plan.holdMs ?? config.payments.holdMs },
      },
      passwords: plainPasswords,
      accessTokens: accessTokens(this.#secret),
      signer,
      payments: null,
      timetables: { current: () => timetables, refresh: async () => {} },
    }
    this.context =
      plan.holdMs === null
        ? bare
        : startWork(bare, {
            scheduler,
            owner,
            dice: dice.fork('work'),
            rates,
            say: this.#parts.say,
            handle: (ask, hearer) => this.owner.alive && this.handle(ask, hearer),
            leastPace: () => this.leastPace,
          })
    const app = makeApp(this.context)
    this.#callback = app.koa.callback()
    this.eyes = new Sqlite(this.#file, { readonly: true })
    const { eyes } = this
    this.#close = () => {
      pokes.close()
      app.close()
      eyes.close()
    }
    const keys = signer
    // A server whose keys could not be published does not serve: whoever watches over it starts it again.
    const publish = (): void => void db.transact((tx) => publishKeys(tx, keys)).catch(() => owner.alive && publish())
    publish()
  }

  /** @returns how to hang up. */
  handle(ask: HttpAsk, hearer: HttpHearer): () => void {
    let hangUp = (): void => {}
    const callback = this.#callback
    this.#parts.scheduler.soon(this.owner, 'server/door', () => {
      hangUp = askInMemory(callback, ask, hearer)
    })
    return () => hangUp()
  }

  /** SIGKILL: what the disk holds at this moment is all that is left. */
  kill(): void {
    this.owner.alive = false
    this.#close()
    const next = join(this.#folder, `life${this.lives + 1}.db`)
    copy(this.#file, next)
    this.#file = next
    this.lives += 1
  }

  restart(): void {
    this.#open()
  }

  /** A backup, taken now from a live database. @returns its file. */
  backUp(name: string): string {
    const file = join(this.#folder, `${name}.db`)
    copy(this.#file, file)
    return file
  }

  /** Puts a backup in the place of the database of a killed server, under a new epoch, as `npm run restore` does. */
  restoreFrom(backup: string): void {
    const next = join(this.#folder, `life${this.lives}r.db`)
    copy(backup, next)
    const db = new Sqlite(next)
    const epoch = Buffer.from(this.#parts.dice.bytes(16)).toString('hex')
    db.prepare('update sync_epoch set epoch = ?, since = ?').run(epoch, this.#parts.scheduler.now)
    db.close()
    this.#file = next
  }

  end(): void {
    this.owner.alive = false
    this.#close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Database and WAL as they lie there. The index of the WAL is built anew by whoever opens it. */
function copy(from: string, to: string): void {
  copyFileSync(from, to)
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`)
}

/** Hashing passwords slowly is done by a thread in earnest; threads have no order that a seed could repeat. */
const plainPasswords: Context['passwords'] = {
  hash: async (password) => createHash('sha256').update(password).digest('hex'),
  verify: async (password, hash) => createHash('sha256').update(password).digest('hex') === hash,
  close: async () => {},
}
