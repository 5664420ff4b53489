import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { Owner } from '../machine/scheduler.ts'

/**
 * What a phone keeps. All its tabs open the same databases, each through a factory of its own, so that the death of a
 * tab is the death of its connections alone: what it had not committed is rolled back, as a browser does.
 */

/** As much of fake-indexeddb's inside as is needed to kill, to look, and to break. */
interface RawRequest {
  onsuccess: unknown
  onerror: unknown
  onblocked: unknown
  onupgradeneeded: unknown
  listeners: unknown[]
}
interface RawTransaction {
  readonly db: RawConnection
  readonly mode: string
  readonly durability: string
  _state: string
  readonly _rollbackLog: (() => void)[]
  readonly _requests: { readonly request: RawRequest }[]
  listeners: { callback: unknown }[]
  onabort: unknown
  onerror: unknown
  oncomplete: unknown
  _abort(name: string): void
  commit: () => void
}
interface RawConnection {
  readonly _rawDatabase: RawDatabase
  listeners: unknown[]
  onversionchange: unknown
  onclose: unknown
  onerror: unknown
  onabort: unknown
  close(): void
  transaction(...args: unknown[]): RawTransaction
}
interface RawDatabase {
  readonly name: string
  transactions: RawTransaction[]
  readonly processTransactions: () => void
  readonly rawObjectStores: Map<string, { readonly records: { values(): Iterable<{ readonly value: unknown }> } }>
}
interface RawFactory {
  _databases: Map<string, RawDatabase>
  _connectionQueues: Map<string, Promise<unknown>>
}

/** fake-indexeddb's classes with their private parts, which its types leave out. */
const inside = <T>(value: unknown): T => value as T

/** What may go wrong when a tab uses the disk; `undefined`: nothing. */
export interface DiskTrouble {
  onTransaction(database: string): Error | undefined
  onWrite(database: string, store: string): Error | undefined
}

/** The lasting effect of a commit that may still be lost: how to undo it. */
interface Recent {
  readonly at: number
  readonly undo: readonly (() => void)[]
}

export class Disk {
  #databases = new Map<string, RawDatabase>()
  #queues = new Map<string, Promise<unknown>>()
  readonly #connections = new Map<RawConnection, Owner>()
  readonly #requests = new Map<RawRequest, Owner>()
  /** Commits that the machine may still forget, by database. */
  readonly #recent = new Map<string, Recent[]>()
  readonly #now: () => number
  trouble: DiskTrouble = { onTransaction: () => undefined, onWrite: () => undefined }
  /** Told before a database is deleted. */
  onDelete: (database: string, by: Owner) => void = () => {}
  /** Told when a database cannot be opened because somebody else does not let go of it. */
  onBlocked: (database: string, by: Owner) => void = () => {}
  /** Told of each commit. */
  onCommit: (database: string) => void = () => {}

  constructor(now: () => number) {
    this.#now = now
  }

  /** IndexedDB as one tab sees it. */
  open(owner: Owner): { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange } {
    const factory = new IDBFactory()
    const raw = inside<RawFactory>(factory)
    raw._databases = this.#databases
    raw._connectionQueues = this.#queues
    const open = factory.open.bind(factory)
    factory.open = (name, version) => {
      const request = version === undefined ? open(name) : open(name, version)
      this.#watch(request, owner)
      request.addEventListener('blocked', () => this.onBlocked(name, owner))
      return request
    }
    const remove = factory.deleteDatabase.bind(factory)
    factory.deleteDatabase = (name) => {
      this.onDelete(name, owner)
      return remove(name)
    }
    return { indexedDB: factory, IDBKeyRange }
  }

  #watch(request: IDBOpenDBRequest, owner: Owner): void {
    const rawRequest = inside<RawRequest>(request)
    this.#requests.set(rawRequest, owner)
    const connected = (): void => {
      const connection = inside<RawConnection>(request.result)
      if (owner.alive) return this.#connect(connection, owner)
      request.transaction?.abort()
      this.#silence(connection)
    }
    request.addEventListener('upgradeneeded', connected)
    request.addEventListener('success', () => {
      this.#requests.delete(rawRequest)
      connected()
    })
    request.addEventListener('error', () => this.#requests.delete(rawRequest))
  }

  #connect(connection: RawConnection, owner: Owner): void {
    if (this.#connections.has(connection)) return
    this.#connections.set(connection, owner)
    const begin = connection.transaction.bind(connection)
    connection.transaction = (...args) => {
      const { name } = connection._rawDatabase
      const trouble = this.trouble.onTransaction(name)
      if (trouble) throw trouble
      const transaction = begin(...args)
      // Committing early saves nothing here, and fake-indexeddb refuses it between two requests.
      transaction.commit = () => {}
      if (transaction.mode === 'readonly') return transaction
      this.#breakWrites(transaction)
      transaction.listeners.push(
        inside({ type: 'complete', capture: false, callback: () => this.#committed(transaction) }),
      )
      return transaction
    }
  }

  #breakWrites(transaction: RawTransaction): void {
    const ask = inside<{
      _execRequestAsync(asked: { source: { name?: string }; operation: () => unknown }): unknown
    }>(transaction)
    const run = ask._execRequestAsync.bind(transaction)
    ask._execRequestAsync = (asked) => {
      const trouble = this.trouble.onWrite(transaction.db._rawDatabase.name, asked.source.name ?? '')
      if (!trouble) return run(asked)
      const operation = (): never => {
        throw trouble
      }
      return run({ ...asked, operation })
    }
  }

  #committed(transaction: RawTransaction): void {
    const { name } = transaction.db._rawDatabase
    if (transaction._rollbackLog.length > 0 && transaction.mode === 'readwrite') {
      const recent = this.#recent.get(name) ?? []
      this.#recent.set(name, recent)
      recent.push({ at: this.#now(), undo: [...transaction._rollbackLog] })
      if (recent.length > 30) recent.shift()
    }
    this.onCommit(name)
  }

  /** The owner is dead: its open transactions are rolled back, and nothing calls it any more. */
  abandon(owner: Owner): void {
    for (const [request, of] of this.#requests) {
      if (of !== owner) continue
      Object.assign(request, { onsuccess: null, onerror: null, onblocked: null, onupgradeneeded: null })
    }
    for (const [connection, of] of [...this.#connections]) if (of === owner) this.#silence(connection)
  }

  #silence(connection: RawConnection): void {
    this.#connections.delete(connection)
    const database = connection._rawDatabase
    Object.assign(connection, { onversionchange: null, onclose: null, onerror: null, onabort: null })
    connection.listeners = []
    for (const transaction of database.transactions) {
      if (transaction.db !== connection || transaction._state === 'finished') continue
      Object.assign(transaction, { onabort: null, onerror: null, oncomplete: null })
      // The first three are fake-indexeddb's own.
      transaction.listeners = transaction.listeners.filter(
        ({ callback }, i) => i < 3 || callback === database.processTransactions,
      )
      for (const { request } of transaction._requests) {
        Object.assign(request, { onsuccess: null, onerror: null })
        request.listeners = []
      }
      transaction._abort('AbortError')
    }
    connection.close()
  }

  /** The machine stopped: commits of these databases younger than `ms` never reached the disk. @returns how many. */
  forgetRecent(isRelaxed: (database: string) => boolean, ms: number): number {
    let lost = 0
    for (const [name, recent] of this.#recent) {
      if (!isRelaxed(name)) continue
      for (let last = recent.at(-1); last && last.at >= this.#now() - ms; last = recent.at(-1)) {
        recent.pop()
        for (const undo of [...last.undo].reverse()) undo()
        lost += 1
      }
    }
    return lost
  }

  /** The browser evicts this site. Only when no tab is open. */
  evict(): void {
    this.#databases = new Map()
    this.#queues = new Map()
    this.#recent.clear()
  }

  names(): string[] {
    return [...this.#databases.keys()].sort()
  }

  /** Whether a transaction of a database is under way: what is read then is not committed. */
  isBusy(database: string): boolean {
    const raw = this.#databases.get(database)
    return raw?.transactions.some(({ _state, mode }) => _state !== 'finished' && mode !== 'readonly') ?? false
  }

  /** What a store holds, read without a transaction. Look only; and only when `isBusy` is false. */
  rows<T>(database: string, store: string): T[] {
    const found = this.#databases.get(database)?.rawObjectStores.get(store)
    return found ? Array.from(found.records.values(), ({ value }) => inside<T>(value)) : []
  }
}
