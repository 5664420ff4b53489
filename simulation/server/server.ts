import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createHash } from 'node:crypto'
import type Sqlite from 'better-sqlite3'
import { must } from 'shared/base/result.ts'
import { join } from 'node:path'
import { makeApp } from '../../sync-server/src/app.ts'
import { readConfig } from '../../sync-server/src/config.ts'
import type { Context } from '../../sync-server/src/context.ts'
import type { Reader } from '../../sync-server/src/db/transact.ts'
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
import { askInMemory, type HttpAsk, type HttpHearer } from './memory-http.ts'
import { emptyDatabase, home, SqliteStore } from './sqlite-store.ts'
import type { Backup, Store } from './store.ts'
import { troubledWrites } from './troubled-writes.ts'
import { startWork } from './work.ts'

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
  /** Instead of a file of SQLite. */
  readonly store?: Store | undefined
}

let signer: TicketSigner | undefined

/** The one server of a world. It can be killed at any moment and started again from what its disk holds. */
export class Server {
  owner: Owner = newOwner('server')
  context!: Context
  lives = 0
  /** When this process began. */
  since = 0
  /** Jobs come by at most so often, ms. */
  leastPace = 0
  /** No job works: whoever looks wants to see what phones make of what is there. */
  resting = false
  /** Something was committed since this was last set to false. */
  committed = true
  readonly #parts: ServerParts
  readonly #folder: string
  readonly #secret: Uint8Array
  #callback!: ReturnType<ReturnType<typeof makeApp>['koa']['callback']>
  readonly #store: Store
  #close: () => void = () => {}

  private constructor(parts: ServerParts, folder: string, store: Store) {
    this.#parts = parts
    this.#folder = folder
    this.#store = store
    this.#secret = parts.dice.bytes(32)
  }

  static async start(parts: ServerParts): Promise<Server> {
    const folder = mkdtempSync(join(home, 'wayfare-simulation-'))
    mkdirSync(join(folder, 'static'))
    const store = parts.store ?? new SqliteStore(folder, await emptyDatabase())
    const server = new Server(parts, folder, store)
    server.#open()
    return server
  }

  /** To look with, as one looks on from outside. */
  get reader(): Reader {
    return this.#store.reader
  }

  /** The same at once, where the database is a file. */
  get eyes(): Sqlite.Database {
    return must(this.#store.file, 'file of the database')
  }

  #open(): void {
    const { scheduler, plan, timetables, onLog, rates, poisoned } = this.#parts
    const dice = this.#parts.dice.fork(`life ${this.lives}`)
    const owner = newOwner(`server${this.lives}`)
    this.owner = owner
    this.since = scheduler.now
    const now = (): number => scheduler.now
    const pokes = createPokes()
    const opened = this.#store.open({
      owner,
      now,
      writeChanges: troubledWrites(writeChanges(pokes), {
        dice: dice.fork('troubles'),
        rates,
        poisoned,
        isShared: this.#parts.store !== undefined,
        pause: () => new Promise((resolve) => scheduler.soon(owner, 'server/writer', resolve)),
      }),
      schedule: (work) => scheduler.soon(owner, 'server/writer', work),
      groupLimit: plan.groupLimit,
      dice: dice.fork('collisions').fraction,
    })
    // Whoever looks on from outside looks after each commit.
    const note = (): void => void (this.committed = true)
    const db: Context['db'] = {
      ...opened,
      transact: (work, about) => {
        const unit = opened.transact(work, about)
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
            isResting: () => this.resting,
          })
    const app = makeApp(this.context)
    this.#callback = app.koa.callback()
    this.#close = () => {
      pokes.close()
      app.close()
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
    const { owner } = this
    // Of a process that was killed nothing is heard, whatever its last queries are answered.
    const whileAlive = <T extends unknown[]>(hear: (...said: T) => void) => {
      return (...said: T): void => void (owner.alive && hear(...said))
    }
    const heard: HttpHearer = {
      head: whileAlive((head) => hearer.head(head)),
      data: whileAlive((text) => hearer.data(text)),
      end: whileAlive(() => hearer.end()),
    }
    this.#parts.scheduler.soon(owner, 'server/door', () => {
      hangUp = askInMemory(callback, ask, heard)
    })
    return () => hangUp()
  }

  /** SIGKILL: what the disk holds at this moment is all that is left. */
  async kill(): Promise<void> {
    this.owner.alive = false
    this.#close()
    this.lives += 1
    await this.#store.kill()
  }

  restart(): void {
    this.#open()
  }

  /** A backup, taken now from a live database. */
  backUp(): Promise<Backup> {
    return this.#store.backUp()
  }

  /** Puts a backup in the place of the database of a killed server, under a new epoch, as `npm run restore` does. */
  restore(backup: Backup): Promise<void> {
    const epoch = Buffer.from(this.#parts.dice.bytes(16)).toString('hex')
    return this.#store.restore(backup, epoch, this.#parts.scheduler.now)
  }

  /** @param giveBack Called between: what closes its connections sets timers of the world, what puts files away real ones. */
  async end(giveBack: () => void): Promise<void> {
    this.owner.alive = false
    this.#close()
    giveBack()
    await this.#store.end()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Hashing passwords slowly is done by a thread in earnest; threads have no order that a seed could repeat. */
const plainPasswords: Context['passwords'] = {
  hash: async (password) => createHash('sha256').update(password).digest('hex'),
  verify: async (password, hash) => createHash('sha256').update(password).digest('hex') === hash,
  close: async () => {},
}
