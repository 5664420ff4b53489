import { exchangeResponse, type IntentEnvelope, type Outcome } from 'shared/sync/envelope.ts'
import type { OutboxRow } from '../../pwa/src/local/outbox-db.ts'
import { statement } from '../../sync-server/src/db/statement.ts'
import type { WebRequest } from '../network.ts'
import type { Phone } from '../phone/phone.ts'
import type { Server } from '../server/server.ts'
import type { Books } from './books.ts'
import { claimOf } from './claims.ts'
import { holds } from './violation.ts'

interface Sent {
  readonly device: string
  readonly intents: readonly Pick<IntentEnvelope, 'id' | 'n' | 'after' | 'reissue'>[]
}

const good = new Set(['confirmed', 'held', 'recorded'])
const bare = (outcome: Outcome): string => JSON.stringify({ ...outcome, replayed: undefined })

/** The account a bearer token names, by its own word. */
const accountOf = (request: WebRequest): string => claimOf(request.headers?.['Authorization'] ?? '', 'sub')

const allOutcomes = statement<object, { id: string; outcome: string }>((k) => k('intent').select('id', 'outcome'))

const prunedThrough = statement<object, { id: string; through: number }>((k) =>
  k('sync_device').select({ id: 'id', through: 'pruned_through' }),
)

/** What the server has answered, for ever. */
export class Outcomes {
  /** Id to the outcome as first given. */
  readonly #given = new Map<string, string>()
  #statuses = new Map<string, string>()
  /** What was answered before a restore may be known no more. */
  #forgot = false
  /** Where the server counts it. */
  readonly #numbers = new Map<string, { device: string; n: number }>()
  #pruned: ReadonlyMap<string, number> = new Map()
  /** Whose intent reached a sequence of a scope. */
  readonly #reached = new Map<string, string>()
  readonly #books: Books

  constructor(books: Books) {
    this.#books = books
  }

  /** SM3: a queue goes up under its own account, in its order. */
  requested(phone: Phone, request: WebRequest): void {
    if (request.path !== '/api/sync' || request.body === undefined) return
    const account = accountOf(request)
    const sent = JSON.parse(request.body) as Sent
    let n = 0
    for (const intent of sent.intents) {
      const asked = this.#books.all.get(intent.id)
      holds(
        'SM3',
        asked === undefined || asked.account === account,
        () => `${phone.name} sends ${intent.id} as somebody else`,
      )
      holds('SM3', intent.n > n, () => `${phone.name} sends ${intent.id} out of its order`)
      n = intent.n
    }
  }

  answered(phone: Phone, request: WebRequest, { status, body }: { status: number; body: string }): void {
    if (request.path !== '/api/sync' || status !== 200 || request.body === undefined) return
    const { outcomes } = exchangeResponse.parse(JSON.parse(body))
    const { device, intents } = JSON.parse(request.body) as Sent
    const sent = new Map(intents.map((intent) => [intent.id, intent]))
    for (const outcome of outcomes) {
      const { id } = outcome
      holds('SM4', sent.has(id), () => `${phone.name} was told of ${id}, which it did not ask`)
      if (outcome.status === 'later' || unstored.has(outcome.code ?? '')) continue
      const text = bare(outcome)
      const before = this.#given.get(id)
      holds('SM4', before === undefined || before === text, () => `${id} was answered ${before ?? ''}, now ${text}`)
      this.#given.set(id, text)
      if (!this.#numbers.has(id)) this.#numbers.set(id, { device, n: sent.get(id)?.n ?? 0 })
      const account = accountOf(request)
      for (const scope of Object.keys(outcome.at))
        holds(
          'SM14',
          !scope.startsWith('account:') || scope === `account:${account}`,
          () => `${phone.name} was told of ${scope}`,
        )
      holds('SM12', !this.#books.withdrawn.has(id), () => `${id} was withdrawn on ${phone.name}, and answered`)
      this.#statuses.set(id, outcome.status)
      const { after = [], reissue } = sent.get(id) ?? {}
      // What it comes after was forgotten, too, and came back before it, or was given up with its phone's queue.
      for (const before of reissue ? [] : after) this.#checkOrder(outcome, before)
      for (const [scope, seq] of Object.entries(outcome.at))
        this.#checkReached({ id, scope, seq, phone: this.#books.all.get(id)?.phone ?? phone.name })
    }
  }

  /** What was answered of an intent since the last restore. */
  statusOf(id: string): string | undefined {
    return this.#statuses.get(id)
  }

  /** SM8: what comes after something is decided after it, and happens only when that has. */
  #checkOrder({ id, status }: Outcome, before: string): void {
    const known = this.#forgot || this.#statuses.has(before)
    holds('SM8', known, () => `${id} was decided before ${before}, which it comes after`)
    if (status === 'refused') return
    holds(
      'SM8',
      good.has(this.#statuses.get(before) ?? 'unknown'),
      () => `${id} is ${status} though it comes after ${before}`,
    )
  }

  /** SM9: a sequence of a scope belongs to one unit; the intents of one batch may share it. */
  #checkReached({ id, scope, seq, phone }: { id: string; scope: string; seq: number; phone: string }): void {
    const key = `${scope} ${seq}`
    const other = this.#reached.get(key)
    holds(
      'SM9',
      other === undefined || other === phone,
      () => `${key} was reached by ${id} of ${phone}, and by ${other ?? ''}`,
    )
    this.#reached.set(key, phone)
  }

  /** SM4: what was answered is what is stored, on the server and on every phone that keeps an answer. */
  async checkStored({ reader }: Server, phones: Iterable<Phone>): Promise<void> {
    const stored = new Map((await reader.all(allOutcomes, {})).map(({ id, outcome }) => [id, outcome]))
    this.#pruned = new Map((await reader.all(prunedThrough, {})).map(({ id, through }) => [id, through]))
    const same = (id: string, text: string, who: string): void => {
      const kept = stored.get(id)
      if (kept === undefined && this.isForgotten(id)) return
      holds('SM4', kept !== undefined, () => `${who} has an answer to ${id} that the server does not have`)
      const theirs = JSON.stringify({ ...(JSON.parse(kept ?? '{}') as object), replayed: undefined })
      holds('SM4', canonicalText(theirs) === canonicalText(text), () => `${who} has the answer ${text} to ${id}, the server ${theirs}`) // prettier-ignore
    }
    for (const [id, text] of this.#given) same(id, text, 'the wire')
    for (const phone of phones)
      for (const database of phone.disk.names()) {
        if (!database.startsWith('wayfare-outbox-') || phone.disk.isBusy(database)) continue
        for (const { id, outcome } of phone.disk.rows<OutboxRow>(database, 'intents')) {
          if (outcome === null) continue
          const read = JSON.parse(outcome) as Outcome
          // An older app has no word for some reasons.
          if (!unstored.has(read.code ?? '') && read.code !== 'unknown-reason') same(id, bare(read), phone.name)
        }
      }
  }

  /** The server keeps outcomes for three months, and knows through which number it had forgotten them at the last look. */
  isForgotten(id: string): boolean {
    const { device, n } = this.#numbers.get(id) ?? { device: '', n: Infinity }
    return n <= (this.#pruned.get(device) ?? 0)
  }

  /** A backup is taken. @returns to be called when it comes back: what was answered since may be answered anew. */
  mark(): () => void {
    const then = [...this.#statuses]
    return () => {
      this.#forgot = true
      this.#given.clear()
      this.#statuses = new Map(then)
      this.#reached.clear()
    }
  }
}

/** Refusals that are given again the same way without being stored. */
const unstored = new Set(['already-used', 'expired', 'device-forked'])

const canonicalText = (text: string): string => {
  const sort = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sort)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, each]) => [key, sort(each)]),
    )
  }
  return JSON.stringify(sort(JSON.parse(text)))
}
