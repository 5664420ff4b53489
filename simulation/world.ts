import type { Timetable } from 'shared/timetable/pack.ts'
import { appoint } from '../sync-server/src/identity/staff.ts'
import { noFaults, type FaultRates } from './faults.ts'
import { EventLog } from './machine/event-log.ts'
import { makeDice, type Dice } from './machine/dice.ts'
import { newOwner, type Owner, Scheduler } from './machine/scheduler.ts'
import { ownTimers } from './machine/timers.ts'
import type { WebRequest, Wire } from './network.ts'
import { lineOf } from './line.ts'
import { giveStart, type Start } from './people/start.ts'
import { storageTurns } from './phone/storage-turns.ts'
import { Phone } from './phone/phone.ts'
import { Versions } from './phone/versions.ts'
import type { Plan } from './plan.ts'
import { isOutside } from './server/outside.ts'
import { Server } from './server/server.ts'
import { emptyDatabase } from './server/sqlite-store.ts'
import type { MakeStore } from './server/store.ts'
import { fateOf } from './weather.ts'

/** 2026-11-24 05:30 UTC, 07:30 in Vilnius: the coach at 9 leaves in an hour and a half. */
export const worldStart = Date.UTC(2026, 10, 24, 5, 30)

export interface Person {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly part: 'passenger' | 'conductor' | 'operator'
  /** Account id, once the server has made it. */
  account: string
}

/** What happened, for whoever watches. */
export interface Watch {
  requested(phone: Phone, request: WebRequest, by: Owner): void
  /** Whoever asked has an answer, or gave up. */
  ended(phone: Phone, request: WebRequest): void
  answered(phone: Phone, request: WebRequest, answer: { status: number; body: string }): void
  committed(phone: Phone, database: string): void
  deletes(phone: Phone, database: string, by: Owner): void
  blocked(database: string, by: Owner): void
  stepped(): void | Promise<void>
  /** Another server process works on the database. */
  restarted(): void
}

export class World {
  readonly plan: Plan
  readonly dice: Dice
  readonly scheduler: Scheduler
  readonly log: EventLog
  readonly phones = new Map<string, Phone>()
  readonly people = new Map<string, Person>()
  /** Whose phone it is at the moment: who signs in there next. */
  readonly userOf = new Map<string, Person>()
  /** Nothing strikes any more once the weather is fine. */
  rates: FaultRates
  server!: Server
  /** Intents whose unit always fails. */
  readonly poisoned = new Set<string>()
  /** A backup came back: what was answered since may be forgotten, until phones tell of it. */
  restored = false
  readonly watches: Watch[] = []
  /** What people had before the first step, by account. */
  readonly starts = new Map<string, Start>()
  readonly timetables: readonly Timetable[]
  #giveBack: () => void = () => {}
  #seen: unknown
  readonly #makeStore: MakeStore | undefined

  constructor(plan: Plan, makeStore?: MakeStore) {
    this.plan = plan
    this.#makeStore = makeStore
    this.rates = plan.rates
    this.dice = makeDice(`world ${plan.seed}`)
    this.scheduler = new Scheduler(worldStart + plan.startsLater, this.dice.fork('scheduler'), makeStore && isOutside)
    this.log = new EventLog(() => this.scheduler.now)
    this.timetables = [lineOf(plan)]
  }

  /** The server, the accounts and the phones, before anybody has touched one. */
  async begin(): Promise<void> {
    const { plan, scheduler, dice, log } = this
    // Made once in a process, with the real timers.
    if (!this.#makeStore) await emptyDatabase()
    const store = await this.#makeStore?.()
    this.#giveBack = ownTimers(scheduler)
    storageTurns.take = (run) => scheduler.soon(disks, `${scheduler.place}/disk`, run)
    this.server = await Server.start({
      scheduler,
      dice: dice.fork('server'),
      timetables: this.timetables,
      plan: {
        limits: { ...(plan.strict ? {} : { seatsPerDeparture: 1000, unpaidBookings: 1000 }) },
        groupLimit: plan.groupLimit,
        holdMs: plan.habits.length > 0 ? plan.holdMs : null,
      },
      onLog: (line) => this.#serverSaid(line),
      say: (what) => log.add('provider', what),
      rates: () => this.rates,
      poisoned: this.poisoned,
      store,
    })
    for (const { name, part } of plan.people)
      this.people.set(name, { name, part, email: `${name}@example.org`, password: `secret of ${name}`, account: '' })
    await this.#makeAccounts()
    plan.phones.forEach((phone, number) => {
      const made = new Phone(phone, {
        scheduler,
        dice: dice.fork(phone.name),
        log,
        wire: this.#wire(phone.name),
        number,
        // Where the next version is opened, nobody has a former one.
        versions: new Versions(
          dice.fork(`versions ${phone.name}`),
          phone.oldTabs === undefined ? plan.rates['old-client'] : 0,
        ),
      })
      made.disk.onCommit = (database) => this.#tell((watch) => watch.committed(made, database))
      made.disk.onBlocked = (database, by) => this.#tell((watch) => watch.blocked(database, by))
      made.disk.onDelete = (database, by) => this.#tell((watch) => watch.deletes(made, database, by))
      this.phones.set(phone.name, made)
      this.userOf.set(phone.name, this.person(phone.people[0] ?? ''))
      for (let i = 0; i < phone.tabs; i += 1) made.open()
      const { habit, updatesAfter } = made.versions
      if (habit === 'updates') scheduler.after(disks, updatesAfter, `${phone.name}/update`, () => made.update())
    })
  }

  /** Whether the server's database is one that answers in its own time, to units that run side by side. */
  get isShared(): boolean {
    return this.#makeStore !== undefined
  }

  person(name: string): Person {
    const found = this.people.get(name)
    if (!found) throw new Error(`Nobody is called ${name}`)
    return found
  }

  phone(name: string): Phone {
    const found = this.phones.get(name)
    if (!found) throw new Error(`There is no ${name}`)
    return found
  }

  #serverSaid(line: string): void {
    const said = JSON.parse(line) as { event?: string; msg?: string; cause?: unknown }
    this.log.add('server', `says ${said.event ?? said.msg ?? line.slice(0, 80)}`)
  }

  async #makeAccounts(): Promise<void> {
    const { context } = this.server
    const made = [...this.people.values()].map(async (person) => {
      const memberships = person.part === 'passenger' ? [] : [{ agency: 'f:A', role: person.part }]
      const hash = await context.passwords.hash(person.password)
      const { email, name } = person
      person.account = await context.db.transact((tx) =>
        appoint(tx, { email, name, hash, memberships }, context.random),
      )
    })
    let all = false
    void Promise.all(made)
      .then(() => giveStart(this))
      .then(() => (all = true))
    await this.scheduler.run({ until: this.scheduler.now + 1_000, done: () => all })
  }

  #wire(name: string): Wire {
    const dice = this.dice.fork(`network ${name}`)
    return {
      scheduler: this.scheduler,
      log: this.log,
      server: () => this.server.owner,
      ended: (_, request) => this.#tell((watch) => watch.ended(this.phone(name), request)),
      fate: (_, request, by) => {
        this.#tell((watch) => watch.requested(this.phone(name), request, by))
        return fateOf(dice, this.rates, request)
      },
      handle: (ask, hearer) => (this.server.owner.alive ? this.server.handle(ask, hearer) : undefined),
      answered: (_, request, answer) => this.#tell((watch) => watch.answered(this.phone(name), request, answer)),
    }
  }

  /** Watchers are called from within app and server, which would catch what they throw: it is thrown between two tasks. */
  #tell(tell: (watch: Watch) => void): void {
    try {
      this.watches.forEach(tell)
    } catch (error) {
      this.#seen ??= error
    }
  }

  async #stepped(): Promise<void> {
    if (this.#seen) throw this.#seen instanceof Error ? this.#seen : new Error(String(this.#seen))
    for (const watch of this.watches) await watch.stepped()
  }

  /** Lets the world go on for so long. */
  async pass(ms: number, done?: () => boolean): Promise<void> {
    await this.scheduler.run({
      until: this.scheduler.now + ms,
      ...(done && { done }),
      each: () => this.#stepped(),
    })
  }

  startServer(): void {
    if (this.server.owner.alive) return
    this.log.add('fate', 'starts the server')
    this.server.restart()
    this.watches.forEach((watch) => watch.restarted())
  }

  /** From now on nothing goes wrong. */
  calm(): void {
    this.rates = noFaults
  }

  async end(): Promise<void> {
    for (const phone of this.phones.values()) for (const tab of [...phone.tabs]) tab.owner.alive = false
    await this.server.end(() => this.#giveBack())
  }
}

const disks = newOwner('disks')
