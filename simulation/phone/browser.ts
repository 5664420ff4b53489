import { Dexie, type DexieOptions } from 'dexie'
import { modules } from 'simulation:shared'
import type { Owner, Scheduler } from '../machine/scheduler.ts'
import type { Dice } from '../machine/dice.ts'
import type { WebRequest, WebResponse } from '../network.ts'
import type { Channels } from './channels.ts'
import type { Disk } from './disk.ts'
import type { LockTable } from './locks.ts'

/** What of a phone all its tabs share. */
export interface PhoneParts {
  readonly scheduler: Scheduler
  readonly disk: Disk
  readonly locks: LockTable
  readonly channels: Channels
  /** localStorage. */
  readonly settings: Map<string, string>
  /** Whether this browser has Web Locks. */
  readonly hasLocks: boolean
  /** The phone's clock, ms since 1970: it may be wrong, and it may jump. */
  now(): number
  isOnline(): boolean
  send(owner: Owner, lane: string, request: WebRequest): Promise<WebResponse>
  onError(owner: Owner, error: unknown): void
}

type Hear = (event: unknown) => void

class Events {
  readonly #hearers = new Map<string, Set<Hear>>()
  readonly add = (type: string, hear: Hear): void => {
    this.#hearers.set(type, (this.#hearers.get(type) ?? new Set()).add(hear))
  }
  readonly remove = (type: string, hear: Hear): void => void this.#hearers.get(type)?.delete(hear)
  fire(type: string): void {
    for (const hear of [...(this.#hearers.get(type) ?? [])]) hear({ type })
  }
}

/** The globals of one tab, by name; and what its person and its network do to it. */
export interface Browser {
  readonly names: Readonly<Record<string, unknown>>
  fire(on: 'window' | 'document', type: string): void
  show(visible: boolean): void
  isVisible(): boolean
}

export function makeBrowser(
  parts: PhoneParts,
  { owner, lane, dice }: { owner: Owner; lane: string; dice: Dice },
): Browser {
  const { scheduler } = parts
  const onWindow = new Events()
  const onDocument = new Events()
  let visible = true
  let timerId = 0
  const timers = new Map<number, () => void>()

  const clearTimer = (id: unknown): void => {
    if (typeof id !== 'number') return
    timers.get(id)?.()
    timers.delete(id)
  }
  const setTimer = (run: () => void, ms = 0): number => {
    const id = (timerId += 1)
    const off = scheduler.after(owner, ms, lane, () => {
      timers.delete(id)
      guarded(run)
    })
    timers.set(id, off)
    return id
  }
  const setRepeating = (run: () => void, ms = 0): number => {
    const id = (timerId += 1)
    const again = (): void => {
      timers.set(
        id,
        scheduler.after(owner, Math.max(1, ms), lane, () => {
          again()
          guarded(run)
        }),
      )
    }
    again()
    return id
  }
  function guarded(run: () => void): void {
    try {
      run()
    } catch (error) {
      parts.onError(owner, error)
    }
  }

  const started = parts.now()
  const monotonic = (): number => scheduler.now - started
  const TabDate = new Proxy(Date, {
    construct: (target, given: readonly number[]) => new target(given[0] ?? parts.now()),
    get: (target, key, receiver) => (key === 'now' ? parts.now : Reflect.get(target, key, receiver)),
  })
  const TabMath = Object.create(Math, { random: { value: () => dice.fraction() } })
  const crypto = {
    getRandomValues: (array: Uint8Array) => {
      array.set(dice.bytes(array.length))
      return array
    },
    // Dexie asks for it once, to meet the browser's own promises.
    subtle: { digest: async () => new ArrayBuffer(64) },
  }
  const timeout = (
    ms: number,
  ): Pick<AbortSignal, 'aborted'> & { addEventListener(type: string, hear: () => void): void } => {
    const hearers = new Set<() => void>()
    const signal = { aborted: false, addEventListener: (_: string, hear: () => void) => void hearers.add(hear) }
    scheduler.after(owner, ms, lane, () => {
      signal.aborted = true
      for (const hear of hearers) hear()
    })
    return signal
  }
  const localStorage = {
    getItem: (key: string) => parts.settings.get(key) ?? null,
    setItem: (key: string, value: string) => void parts.settings.set(key, String(value)),
    removeItem: (key: string) => void parts.settings.delete(key),
  }
  const document = {
    get visibilityState() {
      return visible ? 'visible' : 'hidden'
    },
    addEventListener: onDocument.add,
    removeEventListener: onDocument.remove,
  }
  const navigator = {
    get onLine() {
      return parts.isOnline()
    },
    userAgent: 'simulated',
    storage: { persisted: async () => false, persist: async () => true },
    ...(parts.hasLocks && { locks: parts.locks.of(owner, lane) }),
  }
  const fetch = (path: string, init: Omit<WebRequest, 'path'> = {}): Promise<WebResponse> =>
    parts.send(owner, lane, { path, ...init })
  const { indexedDB, IDBKeyRange } = parts.disk.open(owner)

  const { disk } = parts
  // One Dexie for all tabs, as it replaces the promises of its whole realm while a transaction runs.
  class TabDexie extends Dexie {
    constructor(name: string, options: DexieOptions = {}) {
      super(name, { ...options, indexedDB, IDBKeyRange })
    }
    static override delete = (name: string) => new TabDexie(name, { addons: [] }).delete()
    static override getDatabaseNames = () => Dexie.Promise.resolve(disk.names())
  }
  const require = (name: string): unknown => {
    if (name === 'dexie') return { Dexie: TabDexie }
    const module = modules[name]
    if (!module) throw new Error(`The app of a tab asks for ${name}`)
    return module
  }

  const names: Record<string, unknown> = {
    require,
    Promise,
    Object,
    Array,
    Symbol,
    Error,
    DOMException,
    Map,
    Set,
    URL, // prettier-ignore
    document,
    navigator,
    location: { origin: 'https://sim', pathname: '/' },
    localStorage,
    indexedDB,
    IDBKeyRange,
    fetch,
    setTimeout: setTimer,
    clearTimeout: clearTimer,
    setInterval: setRepeating,
    clearInterval: clearTimer,
    BroadcastChannel: parts.channels.of(owner, lane),
    crypto,
    performance: { now: monotonic },
    Date: TabDate,
    Math: TabMath,
    AbortSignal: { timeout },
    addEventListener: onWindow.add,
    removeEventListener: onWindow.remove,
    dispatchEvent: () => true,
    console: {
      log: () => {},
      debug: () => {},
      info: () => {},
      warn: () => {},
      error: (...said: unknown[]) => parts.onError(owner, said),
    },
  }
  for (const self of ['globalThis', 'self', 'window']) names[self] = names

  return {
    names,
    isVisible: () => visible,
    fire: (on, type) => (on === 'window' ? onWindow : onDocument).fire(type),
    show(now) {
      visible = now
      onDocument.fire('visibilitychange')
    },
  }
}
