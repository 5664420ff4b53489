import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hex } from 'shared/base/random.ts'
import { type IntentName } from 'shared/intents.ts'
import type { Membership } from 'shared/identity/roles.ts'
import { exchangeResponse, type ExchangeResponse, type IntentEnvelope, type Outcome } from 'shared/sync/envelope.ts'
import { lineTimetable, type LineOptions } from 'shared/testing/builders.ts'
import { must } from 'shared/base/result.ts'
import type { Timetable } from 'shared/timetable/pack.ts'
import { readConfig } from '../config.ts'
import type { Context } from '../context.ts'
import type { PostgresOptions } from '../db/postgres.ts'
import type { SqliteOptions } from '../db/sqlite.ts'
import type { Actor } from '../identity/actor.ts'
import { appoint } from '../identity/staff.ts'
import { beginSession } from '../identity/sessions.ts'
import { rolesOf } from 'shared/identity/roles.ts'
import { makeLog } from '../log.ts'
import { localProvider } from '../payments/providers/local.ts'
import { writeChanges } from '../sync/change-log.ts'
import { exchange } from '../sync/exchange.ts'
import { createPokes } from '../sync/pokes.ts'
import { temporarySigner } from '../tickets/signer.ts'
import { seededBytes } from './seeded.ts'
import { dropTestDatabase, openTestDatabase } from './test-database.ts'

/** 2026-11-24 05:00 UTC, 07:00 in Vilnius: two hours before the coach at 9. */
export const worldStart = Date.UTC(2026, 10, 24, 5)

export interface WorldOptions {
  readonly line?: LineOptions
  readonly seed?: string
  readonly folder?: string
  readonly limits?: Partial<Context['config']['limits']>
  readonly sqlite?: Partial<SqliteOptions>
  readonly postgres?: Partial<PostgresOptions>
}

/** A phone as the server sees it: asks in the order of its own counter. */
export interface Phone {
  readonly device: string
  readonly actor: Actor
  envelope(name: IntentName, args: unknown, about?: Partial<IntentEnvelope>): IntentEnvelope
  send(intents: readonly IntentEnvelope[]): Promise<Outcome[]>
  ask(name: IntentName, args: unknown, about?: Partial<IntentEnvelope>): Promise<Outcome>
  exchange(about: Partial<Parameters<typeof exchange>[2]>): Promise<ExchangeResponse>
}

export interface World {
  readonly context: Context
  readonly folder: string
  readonly file: string
  readonly clock: { now: number }
  readonly logged: string[]
  readonly timetables: { list: Timetable[] }
  id(): string
  person(memberships?: readonly Membership[]): Promise<Actor>
  phone(actor: Actor, device?: string): Phone
  /** A phone of a new passenger. */
  passenger(): Promise<Phone>
  /** A phone of a new conductor of agency f:A. */
  conductor(): Promise<Phone>
  close(): Promise<void>
}

/** The server without its sockets: a real database (SQLite in a folder, or PostgreSQL), a line of coaches, a clock that stands still. */
export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'wayfare-world-'))
  const file = join(folder, 'wayfare.db')
  const clock = { now: worldStart }
  const now = () => clock.now
  const logged: string[] = []
  const random = seededBytes(options.seed ?? 'world')
  const timetables = { list: [lineTimetable(options.line)] }
  const pokes = createPokes()
  const { sqlite = {}, postgres = {} } = options
  const db = await openTestDatabase({ folder, now, writeChanges: writeChanges(pokes), sqlite, postgres })
  const config = readConfig({})
  const context: Context = {
    db,
    now,
    random,
    pokes,
    log: makeLog({ level: 'debug', now, write: (line) => void logged.push(line) }),
    config: { ...config, dataDir: folder, limits: { ...config.limits, ...options.limits } },
    passwords: { hash: async () => 'none', verify: async () => false, close: async () => {} },
    accessTokens: {
      issue: () => ({ token: '', expiresAt: 0 }),
      verify: () => ({ ok: false, code: 'token-invalid' }),
    },
    payments: localProvider({ db, now, random: seededBytes(`${options.seed ?? 'world'} payments`) }),
    signer: temporarySigner(clock.now - 1000),
    timetables: { current: () => timetables.list, refresh: async () => {} },
  }
  let people = 0

  async function person(memberships: readonly Membership[] = []): Promise<Actor> {
    people += 1
    const email = `p${people}.${hex(random(4))}@example.org`
    const opened = await db.transact(async (tx) => {
      const id = await appoint(tx, { email, name: `Person ${people}`, hash: 'none', memberships }, random)
      return beginSession(tx, id, random)
    })
    return { account: opened.account, session: opened.session, memberships, roles: rolesOf(memberships) }
  }

  function phone(actor: Actor, device = hex(random(16))): Phone {
    let n = 0
    const exchangeAs: Phone['exchange'] = async (about) => {
      const usual = { protocol: 1 as const, app: 't', device, sentAt: now(), intents: [], scopes: {}, limit: 2000 }
      const request = { ...usual, ...about }
      // What does not survive JSON and the schema would not survive the network.
      return exchangeResponse.parse(JSON.parse(JSON.stringify(await exchange(context, actor, request))))
    }
    const send: Phone['send'] = async (intents) => (await exchangeAs({ intents: [...intents] })).outcomes
    const envelope: Phone['envelope'] = (name, args, about = {}) => {
      n += 1
      return { id: hex(random(16)), n, name, version: 1, after: [], madeAt: now(), args, ...about }
    }
    return {
      device,
      actor,
      envelope,
      send,
      exchange: exchangeAs,
      ask: async (name, args, about) => must((await send([envelope(name, args, about)]))[0], 'outcome'),
    }
  }

  return {
    context,
    folder,
    file,
    clock,
    logged,
    timetables,
    id: () => hex(random(16)),
    person,
    phone,
    passenger: async () => phone(await person()),
    conductor: async () => phone(await person([{ agency: 'f:A', role: 'conductor' }])),
    async close() {
      pokes.close()
      await db.close()
      if (options.folder !== undefined) return
      await dropTestDatabase(folder)
      rmSync(folder, { recursive: true })
    },
  }
}
