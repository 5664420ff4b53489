import type { App } from '../app/app.ts'
import type { Dice } from '../machine/dice.ts'
import type { EventLog } from '../machine/event-log.ts'
import { newOwner, type Owner, type Scheduler } from '../machine/scheduler.ts'
import { Uplink, type Wire } from '../network.ts'
import type { PhonePlan } from '../plan.ts'
import { type Browser, makeBrowser, type PhoneParts } from './browser.ts'
import { Channels } from './channels.ts'
import { Disk } from './disk.ts'
import { LockTable } from './locks.ts'
import { bundleOf, type Versions } from './versions.ts'

export interface Tab {
  readonly name: string
  /** Version of the caches of its app. */
  readonly version: 1 | 2
  /** A worker has no screen: nobody looks at it or types there. */
  readonly kind: 'page' | 'worker'
  readonly owner: Owner
  readonly browser: Browser
  readonly app: App
}

/** A phone: what all its tabs share, and the tabs that are open. */
export class Phone {
  readonly name: string
  readonly disk: Disk
  readonly locks: LockTable
  readonly channels: Channels
  readonly settings = new Map<string, string>()
  readonly uplink: Uplink
  readonly tabs: Tab[] = []
  readonly errors: string[] = []
  readonly versions: Versions
  online = true
  skew: number
  readonly #scheduler: Scheduler
  readonly #dice: Dice
  readonly #log: EventLog
  readonly hasLocks: boolean
  readonly #oldTabs: number
  #opened = 0

  constructor(
    plan: PhonePlan,
    {
      scheduler,
      dice,
      log,
      wire,
      number,
      versions,
    }: { scheduler: Scheduler; dice: Dice; log: EventLog; wire: Wire; number: number; versions: Versions },
  ) {
    this.name = plan.name
    this.skew = plan.skew
    this.versions = versions
    this.hasLocks = plan.hasLocks
    this.#oldTabs = plan.oldTabs ?? Infinity
    this.#scheduler = scheduler
    this.#dice = dice
    this.#log = log
    this.disk = new Disk(() => scheduler.now)
    this.locks = new LockTable(scheduler)
    this.channels = new Channels(scheduler)
    this.uplink = new Uplink(wire, {
      place: this.name,
      page: plan.page,
      address: `10.0.0.${number + 1}`,
      isOnline: () => this.online,
    })
  }

  /** What a person sees of it. */
  get pages(): readonly Tab[] {
    return this.tabs.filter(({ kind }) => kind === 'page')
  }

  now(): number {
    return this.#scheduler.now + this.skew
  }

  /** Opens the app in a new tab and starts it. */
  open(kind: Tab['kind'] = 'page'): Tab {
    this.#opened += 1
    const age = this.#opened > this.#oldTabs ? 'next' : this.versions.next()
    const version = age === 'next' ? 2 : 1
    const name = `${this.name}.${kind === 'page' ? this.#opened : `w${this.#opened}`}`
    const owner = newOwner(name)
    const lane = `${this.name}/${name}`
    const dice = this.#dice.fork(name)
    const parts: PhoneParts = {
      scheduler: this.#scheduler,
      disk: this.disk,
      locks: this.locks,
      channels: this.channels,
      settings: this.settings,
      hasLocks: this.hasLocks,
      now: () => this.now(),
      isOnline: () => this.online,
      send: (by, onLane, request) => this.uplink.send(by, onLane, request),
      onError: (by, error) => this.#note(by, error),
    }
    const browser = makeBrowser(parts, { owner, lane, dice })
    const module = { exports: {} }
    const { evaluate, globals } = bundleOf(age)
    const app = evaluate(...globals.map((global) => browser.names[global]), module, module.exports)
    const tab: Tab = { name, version, kind, owner, browser, app }
    this.tabs.push(tab)
    if (kind === 'page')
      this.#scheduler.soon(owner, lane, () => void this.#start(app).catch((error: unknown) => this.#note(owner, error)))
    return tab
  }

  async #start(app: App): Promise<void> {
    await app.startSession()
    if (this.#oldTabs < Infinity) await app.dropOldCaches()
  }

  /** Pages of two versions of the app are open. */
  get isMixed(): boolean {
    return new Set(this.pages.map(({ version }) => version)).size > 1
  }

  #note(owner: Owner, error: unknown): void {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : JSON.stringify(error)
    this.errors.push(text)
    this.#log.add(owner.name, `error ${text.slice(0, 2000)}`)
  }

  /** The tab is gone, wherever it was. */
  kill(tab: Tab): void {
    tab.owner.alive = false
    const index = this.tabs.indexOf(tab)
    if (index >= 0) this.tabs.splice(index, 1)
    this.disk.abandon(tab.owner)
    this.locks.abandon(tab.owner)
    this.channels.abandon(tab.owner)
  }

  /** The newest app is loaded in place of all that is open. */
  update(): void {
    this.versions.update()
    this.#log.add(this.name, 'has the newest app')
    for (const tab of [...this.tabs]) this.kill(tab)
    this.open()
  }

  setOnline(online: boolean): void {
    if (this.online === online) return
    this.online = online
    for (const { browser, owner } of this.tabs)
      this.#scheduler.soon(owner, `${this.name}/${owner.name}`, () =>
        browser.fire('window', online ? 'online' : 'offline'),
      )
  }

  /** Does something in a tab, as its person would. */
  act(tab: Tab, deed: (app: App) => Promise<unknown>): void {
    this.#scheduler.soon(tab.owner, `${this.name}/${tab.owner.name}`, () => {
      deed(tab.app).catch((error: unknown) => this.#note(tab.owner, error))
    })
  }
}
