import { actorOfAccount } from '../sync-server/src/identity/actor.ts'
import { deleteMemberships, endSessionsOf, insertMembership } from '../sync-server/src/identity/store.ts'
import { outcomesKept, pruneOutcomes, pruneSync, tombstonesKept } from '../sync-server/src/sync/prune.ts'
import type { OutboxRow } from '../pwa/src/local/outbox-db.ts'
import type { Books } from './check/books.ts'
import type { Caches } from './check/caches.ts'
import type { History } from './check/history.ts'
import type { Outcomes } from './check/outcomes.ts'
import type { Renewals } from './check/renewals.ts'
import type { FaultKind } from './faults.ts'
import type { Dice } from './machine/dice.ts'
import type { Phone } from './phone/phone.ts'
import type { Backup } from './server/store.ts'
import type { World } from './world.ts'

/** Those who have to know what was done on purpose. */
interface Witnesses {
  readonly books: Books
  readonly caches: Caches
  readonly renewals: Renewals
  readonly outcomes: Outcomes
  readonly history: History
}

interface TakenBackup {
  readonly copy: Backup
  readonly forget: () => void
}

/** What befalls phones and the server besides bad weather. Each strikes between two steps, or some tasks later. */
export class Calamities {
  readonly #world: World
  readonly #books: Books
  readonly #caches: Caches
  readonly #renewals: Renewals
  readonly #outcomes: Outcomes
  readonly #history: History
  readonly #dice: Dice
  #strikes: { at: number; run: () => void | Promise<void> }[] = []
  /** A backup that was taken, to come back one day. */
  #backup: TakenBackup | undefined

  constructor(world: World, { books, caches, renewals, outcomes, history }: Witnesses) {
    this.#world = world
    this.#books = books
    this.#caches = caches
    this.#renewals = renewals
    this.#outcomes = outcomes
    this.#history = history
    this.#dice = world.dice.fork('calamities')
    for (const phone of world.phones.values()) this.#breakDisk(phone)
  }

  /** Called after each task: what was to strike so many tasks later. */
  async stepped(): Promise<void> {
    if (this.#strikes.length === 0) return
    const due = this.#strikes.filter(({ at }) => at <= this.#world.scheduler.steps)
    if (due.length === 0) return
    this.#strikes = this.#strikes.filter(({ at }) => at > this.#world.scheduler.steps)
    for (const { run } of due) await run()
  }

  /** In a while: a task more or less decides what was done and what was not. */
  #soon(run: () => void | Promise<void>): void {
    this.#strikes.push({
      at: this.#world.scheduler.steps + this.#dice.between(1, this.#dice.pick([20, 200, 1000])),
      run,
    })
  }

  /** What has not struck yet never will. */
  end(): void {
    this.#strikes = []
  }

  async between(index: number): Promise<void> {
    const dice = this.#world.dice.fork(`calamities ${index}`)
    const phone = dice.pick([...this.#world.phones.values()])
    const strikes: readonly (readonly [FaultKind, () => void | Promise<void>])[] = [
      ['client-killed', () => this.#soon(() => this.#killTab(phone, dice))],
      ['server-killed', () => this.#soon(() => this.#killServer(dice))],
      ['tab-frozen', () => this.#soon(() => this.#freeze(phone, dice))],
      ['evicted', () => this.#evict(phone)],
      ['relaxed-lost', () => this.#soon(() => this.#loseRelaxed(phone, dice))],
      ['clock-jump', () => this.#jump(phone, dice)],
      ['token-expired', () => this.#endSessions(dice)],
      ['role-revoked', () => this.#changeRole(dice)],
      ['compaction', () => this.#compact(dice)],
      ['restore', () => this.#restore(dice)],
    ]
    for (const [kind, strike] of strikes) if (dice.chance(this.#world.rates[kind])) await strike()
    this.#dismiss(this.#world.dice.fork(`dismissals ${index}`))
  }

  #say(what: string): void {
    this.#world.log.add('fate', what)
  }

  #killTab(phone: Phone, dice: Dice): void {
    if (phone.tabs.length === 0) return
    const tab = dice.pick(phone.tabs)
    this.#say(`kills ${tab.name}`)
    phone.kill(tab)
    if (dice.chance(0.7)) this.#later(dice.between(100, 5_000), () => phone.tabs.length === 0 && phone.open())
  }

  #later(ms: number, run: () => unknown): void {
    this.#world.scheduler.after(fate, ms, 'fate/later', () => void run())
  }

  async #killServer(dice: Dice): Promise<void> {
    const { server } = this.#world
    if (!server.owner.alive) return
    this.#say('kills the server')
    await server.kill()
    this.#later(dice.between(50, 8_000), () => this.#world.startServer())
  }

  #freeze(phone: Phone, dice: Dice): void {
    if (phone.tabs.length === 0) return
    const tab = dice.pick(phone.tabs)
    this.#say(`freezes ${tab.name}`)
    tab.owner.frozenUntil = this.#world.scheduler.now + dice.between(1_000, 180_000)
  }

  #evict(phone: Phone): void {
    this.#say(`evicts ${phone.name}`)
    for (const tab of [...phone.tabs]) phone.kill(tab)
    phone.disk.evict()
    phone.settings.clear()
    this.#books.discardedAll(phone.name)
    this.#caches.forget(phone.name)
  }

  /** The machine stops: the latest commits of what need not be durable were only in memory. */
  #loseRelaxed(phone: Phone, dice: Dice): void {
    for (const tab of [...phone.tabs]) phone.kill(tab)
    const lost = phone.disk.forgetRecent((name) => name.startsWith('wayfare-cache-'), dice.between(100, 20_000))
    this.#say(`stops ${phone.name}: ${lost} commits lost`)
    this.#caches.forget(phone.name)
    this.#later(dice.between(100, 5_000), () => phone.open())
  }

  #jump(phone: Phone, dice: Dice): void {
    phone.skew += dice.pick([-86_400_000, -3_600_000, -120_000, 300_000, 3_600_000, 86_400_000 * 40])
    this.#say(`sets the clock of ${phone.name}`)
  }

  /** The server's own scripts: sessions ended, roles taken and given. */
  #script(what: string, run: () => Promise<unknown>): void {
    if (!this.#world.server.owner.alive) return
    this.#say(what)
    this.#world.scheduler.soon(this.#world.server.owner, 'server/door', () => void run().catch(() => undefined))
  }

  #endSessions(dice: Dice): void {
    const person = dice.pick([...this.#world.people.values()])
    this.#renewals.ended()
    const { context } = this.#world.server
    this.#script(`ends the sessions of ${person.name}`, () =>
      context.db.transact((tx) =>
        tx.run(endSessionsOf, { account: person.account, now: tx.now, why: 'password-changed' }),
      ),
    )
  }

  #changeRole(dice: Dice): void {
    const staff = [...this.#world.people.values()].filter(({ part }) => part === 'conductor')
    if (staff.length === 0) return
    const { account, name } = dice.pick(staff)
    const { context } = this.#world.server
    this.#script(`takes or gives the role of ${name}`, () =>
      context.db.transact(async (tx) => {
        const { memberships } = await actorOfAccount(tx, { account, session: '' })
        if (memberships.length > 0) await tx.run(deleteMemberships, { account })
        else await tx.run(insertMembership, { account, agency: 'f:A', role: 'conductor', now: tx.now })
      }),
    )
  }

  /** Whose facts from the bus still wait is no conductor any more: they must not be lost. */
  #dismiss(dice: Dice): void {
    const rate = this.#world.rates['role-revoked']
    if (rate === 0 || this.#world.plan.habits.length === 0) return
    const waits = [...this.#world.phones.values()].find(({ name, disk }) => {
      const outbox = `wayfare-outbox-${this.#world.userOf.get(name)?.account ?? ''}`
      const rows = disk.isBusy(outbox) ? [] : disk.rows<OutboxRow>(outbox, 'intents')
      return rows.some(({ state, envelope }) => state === 'queued' && envelope.includes('"tickets.board"'))
    })
    const person = this.#world.userOf.get(waits?.name ?? '')
    if (person?.part !== 'conductor' || !dice.chance(rate)) return
    const { context } = this.#world.server
    this.#script(`dismisses ${person.name}`, () =>
      context.db.transact((tx) => tx.run(deleteMemberships, { account: person.account })),
    )
  }

  /** All tombstones go at once, as if a month had passed; now and then all outcomes before them, as if three had. */
  #compact(dice: Dice): void {
    const { context } = this.#world.server
    const drop = (): void =>
      this.#script('drops all tombstones', () =>
        pruneSync({ db: context.db, now: () => context.now() + tombstonesKept + 1 }),
      )
    const own = dice.fork('outcomes')
    if (!own.chance(0.5) || this.#world.rates.restore > 0 || !this.#isQuiet()) return drop()
    const at = context.now()
    this.#script('forgets all outcomes', async () => {
      while ((await pruneOutcomes({ db: context.db, now: () => at + outcomesKept })) > 0);
    })
    // Who sleeps meanwhile finds their tombstones gone as well.
    if (own.chance(0.5)) this.#later(own.between(5_000, 60_000), drop)
  }

  /** All phones have settled what they asked, as they have after three months. */
  #isQuiet(): boolean {
    return [...this.#world.phones.values()].every(({ disk }) => {
      const outboxes = disk.names().filter((name) => name.startsWith('wayfare-outbox-'))
      const rows = outboxes.flatMap((name) => disk.rows<OutboxRow>(name, 'intents'))
      return rows.every(({ state }) => state === 'settled') && !outboxes.some((name) => disk.isBusy(name))
    })
  }

  /** The first time a backup is taken; later it comes back, now and then more than once, or a newer one takes its place. */
  async #restore(dice: Dice): Promise<void> {
    const { server } = this.#world
    if (!server.owner.alive) return
    if (this.#backup === undefined || dice.chance(0.3)) {
      this.#say('takes a backup')
      this.#backup = { copy: await server.backUp(), forget: this.#outcomes.mark() }
      return
    }
    this.#say('restores the backup')
    // Phones may stand at what was committed last, and it will not be seen again.
    await this.#history.look(server)
    await server.kill()
    await server.restore(this.#backup.copy)
    this.#world.restored = true
    this.#backup.forget()
    this.#renewals.ended()
    this.#later(dice.between(50, 8_000), () => this.#world.startServer())
  }

  #breakDisk(phone: Phone): void {
    const dice = this.#dice.fork(phone.name)
    const world = this.#world
    phone.disk.trouble = {
      onTransaction: () =>
        dice.chance(world.rates['handle-lost'])
          ? new DOMException('The connection is closing', 'InvalidStateError')
          : undefined,
      onWrite: () => {
        if (dice.chance(world.rates['storage-abort'])) return new DOMException('The disk hiccups', 'UnknownError')
        return dice.chance(world.rates['storage-full'])
          ? new DOMException('The disk is full', 'QuotaExceededError')
          : undefined
      },
    }
  }
}

const fate = { name: 'fate', alive: true, frozenUntil: 0 }
