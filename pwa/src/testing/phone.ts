import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { newId } from 'shared/base/random.ts'
import { readOutbox } from '../local/intents.ts'
import { CacheDb } from '../local/cache-db.ts'
import { OutboxDb, type StorageHome } from '../local/outbox-db.ts'
import { enqueue } from '../local/queue.ts'
import { makeEngine, type Engine, type EngineEvent, type EngineStores } from '../sync/engine.ts'
import type { Locks, Token, Tokens, Transport } from '../sync/ports.ts'
import { readRecord } from '../sync/wire.ts'
import { manualClock, memoryLocks, seededChance, type ManualClock } from './ports.ts'

export interface Phone extends EngineStores {
  readonly home: StorageHome
  readonly clock: ManualClock
  readonly events: EngineEvent[]
  readonly engine: Engine
  /** What the session says when a token is wanted. */
  token: Token
  /** Scopes followed besides the account and `public`. */
  readonly follow: string[]
  ask(name: string, args?: unknown, after?: string[]): Promise<string>
  /** State of an intent in the outbox; undefined when it is not there. */
  state(id: string): Promise<string | undefined>
  waiting(): Promise<string[]>
  /** Another tab or the worker: its own engine on the same databases. */
  secondEngine(transport?: Transport): Engine
  close(): void
}

export interface PhoneOptions {
  readonly transport: Transport
  readonly account?: string
  readonly home?: StorageHome
  readonly now?: number
  readonly seed?: number
  readonly locks?: Locks
}

/** A phone with real Dexie on an in-memory IndexedDB and the real engine. */
export function createPhone(options: PhoneOptions): Phone {
  const { account = 'a'.repeat(32), transport } = options
  const home = options.home ?? { indexedDB: new IDBFactory(), IDBKeyRange }
  const clock = manualClock(options.now ?? Date.UTC(2026, 10, 22, 12))
  const chance = seededChance(options.seed ?? 1)
  const locks = options.locks ?? memoryLocks()
  const outbox = new OutboxDb(account, home)
  const cache = new CacheDb(account, home)
  const events: EngineEvent[] = []
  const follow: string[] = []
  const tokens: Tokens = { get: async () => phone.token, refused: () => {} }
  const engineOn = (over: Transport): Engine =>
    makeEngine(
      { account, outbox, cache },
      {
        app: '1.0.0',
        clock,
        chance,
        locks,
        transport: over,
        tokens,
        read: (kind, value) => (kind === 'thing' ? { readable: true, value } : readRecord(kind, value)),
        scopes: async () => [`account:${account}`, 'public', ...follow],
        report: (event) => events.push(event),
      },
    )
  const phone: Phone = {
    account,
    home,
    outbox,
    cache,
    clock,
    events,
    follow,
    engine: engineOn(transport),
    token: { kind: 'token', token: 't' },
    async ask(name, args = {}, after = []) {
      const id = newId(chance.bytes)
      await enqueue(outbox, { id, name, version: 1, args, after, madeAt: clock.now() })
      return id
    },
    state: async (id) => (await outbox.intents.get(id))?.state,
    waiting: async () => (await readOutbox(outbox, false)).waiting.map((intent) => intent.id),
    secondEngine: (over) => engineOn(over ?? transport),
    close() {
      outbox.close()
      cache.close()
    },
  }
  return phone
}
