import type { Outcome } from 'shared/sync/envelope.ts'
import type { OutboxRow } from '../../pwa/src/local/outbox-db.ts'
import type { Owner } from '../machine/scheduler.ts'
import type { WebRequest } from '../network.ts'
import type { Phone } from '../phone/phone.ts'
import type { Ledger } from '../people/scene.ts'
import { claimOf } from './claims.ts'
import type { Answered } from './naive-book.ts'
import { holds } from './violation.ts'

export interface Asked {
  readonly account: string
  readonly phone: string
  readonly about: { readonly name: string; readonly args: unknown }
}

const outboxOf = (account: string): string => `wayfare-outbox-${account}`

/** What was asked on which phone, and what may be gone from its queue. */
export class Books implements Ledger {
  readonly all = new Map<string, Asked>()
  /** What a phone said was taken back before it was sent. */
  readonly withdrawn = new Set<string>()
  /** Ids that may be missing: withdrawn, thrown away at sign-out, or lost with a phone's whole storage. */
  readonly #excused = new Set<string>()
  /** Ids that a phone was seen to have an answer to: its person may sign out, and nothing is kept then. */
  readonly #answered = new Set<string>()
  /** Bookings that were to take another ride. */
  readonly moved = new Set<string>()
  readonly #dirty = new Set<string>()
  /** Who deletes a queue at this moment, by phone and account. */
  readonly #discarding = new Map<string, Owner>()

  /** Name and arguments of each intent that ever went up, as they went. */
  readonly sent = new Map<string, Asked['about']>()

  requested({ path, body }: WebRequest): void {
    if (path !== '/api/sync' || body === undefined) return
    const { intents } = JSON.parse(body) as { intents: readonly ({ readonly id: string } & Asked['about'])[] }
    for (const { id, name, args } of intents) this.sent.set(id, { name, args })
  }

  /** Answers as the server gave them, whether they arrived or not. */
  readonly answers = new Map<string, Answered>()

  /** After requested(), of the same request. */
  told({ path, body, headers }: WebRequest, { status, body: answer }: { status: number; body: string }): void {
    if (path !== '/api/sync' || status !== 200 || body === undefined) return
    const account = claimOf(headers?.['Authorization'] ?? '', 'sub')
    const { intents } = JSON.parse(body) as { intents: readonly { readonly id: string; readonly n: number }[] }
    const { outcomes } = JSON.parse(answer) as { outcomes: readonly Outcome[] }
    for (const outcome of outcomes) {
      const n = intents.find(({ id }) => id === outcome.id)?.n ?? 0
      if (outcome.status !== 'later' && outcome.status !== 'refused')
        this.answers.set(outcome.id, { id: outcome.id, n, account, outcome: JSON.stringify(outcome) })
    }
  }

  asked(account: string, phone: string, id: string, about: Asked['about']): void {
    this.all.set(id, { account, phone, about })
    if (this.#discarding.get(`${phone} ${account}`)?.alive) this.#excused.add(id)
    const { booking } = about.args as { booking?: string }
    if (booking !== undefined && movesTrips.has(about.name)) this.moved.add(booking)
  }

  discarded(ids: readonly string[]): void {
    for (const id of ids) {
      this.#excused.add(id)
      this.withdrawn.add(id)
    }
  }

  discardedAll(phone: string, account?: string): void {
    for (const [id, asked] of this.all)
      if (asked.phone === phone && (account === undefined || asked.account === account)) this.#excused.add(id)
  }

  discarding(phone: string, account: string, by: Owner): () => void {
    this.discardedAll(phone, account)
    this.#discarding.set(`${phone} ${account}`, by)
    return () => void this.#discarding.delete(`${phone} ${account}`)
  }

  committed(phone: Phone, database: string): void {
    if (database.startsWith('wayfare-outbox-')) this.#dirty.add(`${phone.name} ${database}`)
  }

  /** Called after each task: takes down what was answered since. */
  look(phones: ReadonlyMap<string, Phone>): void {
    for (const key of this.#dirty) {
      const [name = '', database = ''] = key.split(' ')
      const phone = phones.get(name)
      if (!phone || phone.disk.isBusy(database)) continue
      this.#dirty.delete(key)
      for (const { id, state } of phone.disk.rows<OutboxRow>(database, 'intents'))
        if (state === 'final' || state === 'settled') this.#answered.add(`${name} ${id}`)
    }
  }

  /** SM1, SM2: nothing that a phone said is saved leaves its queue by itself, and nobody else's is in it. */
  checkQueues(phones: Iterable<Phone>): void {
    for (const phone of phones) {
      const kept = new Map<string, ReadonlySet<string>>()
      for (const name of phone.disk.names()) {
        if (!name.startsWith('wayfare-outbox-')) continue
        if (phone.disk.isBusy(name)) {
          kept.set(name, everything)
          continue
        }
        const ids = new Set(phone.disk.rows<OutboxRow>(name, 'intents').map(({ id }) => id))
        kept.set(name, ids)
        for (const id of ids) this.#checkOwner(id, name, phone)
      }
      for (const [id, { account, phone: on }] of this.all) {
        if (on !== phone.name || this.#excused.has(id) || this.#answered.has(`${on} ${id}`)) continue
        holds('SM1', kept.get(outboxOf(account))?.has(id) ?? false, () => `${phone.name} lost intent ${id}`)
      }
    }
  }

  #checkOwner(id: string, database: string, phone: Phone): void {
    const asked = this.all.get(id)
    holds('SM2', asked === undefined || database === outboxOf(asked.account), () => `${id} lies in the queue of another account on ${phone.name}`) // prettier-ignore
  }
}

/** A queue that is being written: looked at after the commit. */
const everything: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true })

const movesTrips: ReadonlySet<string> = new Set(['booking.reschedule', 'booking.choose'])
