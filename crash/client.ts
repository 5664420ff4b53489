import { exchangeResponse, type IntentEnvelope } from 'shared/sync/envelope.ts'
import { manifestEntry } from 'shared/records.ts'
import { sessionAnswer } from 'shared/identity/account.ts'
import type { IntentName } from 'shared/intents.ts'
import { z } from 'zod'
import { type Dice, diceOf } from './dice.ts'
import type { Answer, FromClient, ToClient } from './words.ts'

/**
 * A phone in a process of its own, in a hurry: it books, cancels and boards, keeps what is not answered and asks it again
 * under the same ids. Each thing it asks and each answer is told to its parent, which nobody kills.
 */
type Begin = Extract<ToClient, { say: 'begin' }>

/** A parent that is gone needs to hear nothing. */
const tell = (said: FromClient): void => void process.send?.(said, undefined, undefined, () => {})
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Outcomes as they came, so that their bytes are compared and not what a schema makes of them. */
const asTheyCame = z.object({ outcomes: z.array(z.record(z.string(), z.unknown())) })

const storedText = (outcome: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(outcome).filter(([key]) => key !== 'replayed')))

class Phone {
  readonly #about: Begin
  readonly #dice: Dice
  readonly #device: string
  #n = 0
  #url = ''
  #token = ''
  #running = false
  #busy = false
  /** Asked and not answered, in order. */
  #waiting: IntentEnvelope[] = []
  /** Answered since the last start of the server: asked once more after the next. */
  #recent: IntentEnvelope[] = []
  /** Of which a request was lost: they may have been decided. */
  readonly #unsure = new Set<string>()
  readonly #bookings: string[] = []
  readonly #tickets = new Map<string, string>()
  readonly #events: { event: string; ticket: string; departure: string }[] = []
  #scopes: Record<string, { cursor: number }> = {}
  #epoch: string | undefined
  #account = ''

  constructor(about: Begin) {
    this.#about = about
    this.#dice = diceOf(about.seed)
    this.#device = this.#dice.id()
  }

  go(url: string): void {
    this.#url = url
    this.#running = true
    this.#waiting = [...this.#recent.splice(0), ...this.#waiting].sort((a, b) => a.n - b.n)
    if (!this.#busy) void this.#run()
  }

  stop(): void {
    this.#running = false
    if (!this.#busy) tell({ say: 'paused' })
  }

  async #run(): Promise<void> {
    this.#busy = true
    while (this.#running) {
      try {
        if (this.#token === '') await this.#signIn()
        await this.#exchange()
      } catch (error) {
        if (!(error instanceof TypeError)) tell({ say: 'wrong', what: String(error) })
        await pause(25)
      }
      // Mostly in a hurry; now and then the server has time to put its house in order.
      if (this.#dice.under(60) === 0) await pause(700)
    }
    this.#busy = false
    tell({ say: 'paused' })
  }

  async #signIn(): Promise<void> {
    const { email, password } = this.#about.login
    const answer = await this.#post('/api/auth/login', { email, password })
    if (answer.status >= 500) return void (await pause(25))
    if (answer.status >= 300) throw new Error(`Signing in was answered ${answer.status}: ${await answer.text()}`)
    const { accessToken, account } = sessionAnswer.parse(await answer.json())
    this.#token = accessToken
    this.#account = account.id
  }

  #post(path: string, body: unknown): Promise<Response> {
    const headers = {
      'content-type': 'application/json',
      ...(this.#token && { authorization: `Bearer ${this.#token}` }),
    }
    return fetch(this.#url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  async #exchange(): Promise<void> {
    const fresh = this.#waiting.length > 20 ? [] : this.#wishes()
    this.#waiting.push(...fresh)
    const intents = this.#waiting.slice(0, 20)
    tell({ say: 'asked', envelopes: intents })
    const scopes = this.#follow()
    const common = { protocol: 1, app: 'crash', device: this.#device, sentAt: Date.now(), intents, scopes }
    const ids = intents.map(({ id }) => id)
    try {
      const response = await this.#post('/api/sync', { ...common, ...(this.#epoch && { epoch: this.#epoch }) })
      if (response.status === 401) return void (this.#token = '')
      if (response.status === 503) {
        tell({ say: 'untouched', ids: ids.filter((id) => !this.#unsure.has(id)) })
        return void (await pause(50))
      }
      const answer: unknown = await response.json()
      if (response.status !== 200)
        throw new Error(`An exchange was answered ${response.status}: ${JSON.stringify(answer)}`)
      this.#take(intents, answer)
    } catch (error) {
      for (const id of ids) this.#unsure.add(id)
      tell({ say: 'unsure', ids })
      throw error
    }
  }

  #take(sent: readonly IntentEnvelope[], answer: unknown): void {
    const { outcomes, changes, epoch } = exchangeResponse.parse(answer)
    const raw = asTheyCame.parse(answer).outcomes
    if (this.#epoch !== undefined && this.#epoch !== epoch) tell({ say: 'wrong', what: 'the epoch is another' })
    this.#epoch = epoch
    const decided = outcomes.filter(({ status }) => status !== 'later')
    const answers = decided.map(({ id, replayed }): Answer => {
      return { id, replayed, outcome: storedText(raw.find((each) => each['id'] === id) ?? {}) }
    })
    tell({ say: 'answered', answers })
    const done = new Set(decided.map(({ id }) => id))
    this.#waiting = this.#waiting.filter(({ id }) => !done.has(id))
    for (const envelope of sent) {
      if (!done.has(envelope.id)) continue
      const outcome = decided.find(({ id }) => id === envelope.id)
      if (!outcome?.replayed) this.#recent.push(envelope)
      if (envelope.name === 'booking.book' && outcome?.status === 'confirmed') this.#bookings.push(envelope.id)
    }
    for (const change of changes) {
      if ('gone' in change) continue
      const { cursor = 0 } = this.#scopes[change.scope] ?? {}
      if (change.snapshot && cursor > 0) tell({ say: 'wrong', what: `${change.scope} begins anew at cursor ${cursor}` })
      this.#scopes[change.scope] = { cursor: change.to }
      for (const { kind, value } of change.rows) {
        const row = kind === 'manifest-entry' ? manifestEntry.safeParse(value).data : undefined
        if (row?.status === 'valid') this.#tickets.set(row.ticket, change.scope.slice('manifest:'.length))
      }
    }
  }

  #follow(): Record<string, { cursor: number }> {
    const wanted =
      this.#about.login.role === 'conductor'
        ? [...new Set(this.#about.rides.map(({ departure }) => `manifest:${departure}`))]
        : [`account:${this.#account}`, `departure:${this.#about.rides[0]?.departure ?? ''}`]
    return Object.fromEntries(wanted.map((scope) => [scope, this.#scopes[scope] ?? { cursor: 0 }]))
  }

  #envelope(name: IntentName, args: unknown, after: readonly string[] = []): IntentEnvelope {
    const id = this.#dice.id()
    return { id, n: (this.#n += 1), name, version: 1, after: [...after], madeAt: Date.now(), args }
  }

  #wishes(): IntentEnvelope[] {
    const many = 1 + this.#dice.under(4)
    const one = this.#about.login.role === 'conductor' ? () => this.#fact() : () => this.#wish()
    return Array.from({ length: many }, one).flat()
  }

  #wish(): IntentEnvelope[] {
    const dice = this.#dice
    const old = this.#bookings.length > 0 && dice.under(3) === 0 ? dice.pick(this.#bookings) : undefined
    if (old !== undefined) {
      this.#bookings.splice(this.#bookings.indexOf(old), 1)
      return [this.#envelope('booking.cancel', { booking: old })]
    }
    const passengers = Array.from({ length: 1 + dice.under(3) }, (_, i) => ({ name: `Ona ${i}` }))
    const amount = dice.under(8) === 0 ? 1 : 1_000_000
    const book = this.#envelope('booking.book', {
      ...dice.pick(this.#about.rides),
      passengers,
      wishes: [{ kind: 'together' }, { kind: 'any' }],
      ceiling: { amount, currency: 'EUR' },
      pay: dice.pick(['on-board', 'wallet']),
    })
    return dice.under(5) === 0 ? [book, this.#envelope('booking.cancel', { booking: book.id }, [book.id])] : [book]
  }

  #fact(): IntentEnvelope[] {
    const dice = this.#dice
    const [ticket, departure] = this.#tickets.size > 0 ? dice.pick([...this.#tickets]) : []
    if (ticket === undefined || departure === undefined) return []
    const about = { stop: 0, device: this.#device, deviceAt: Date.now(), offset: 0, manifestAt: null }
    const event = dice.id()
    const undone = this.#events.length > 0 && dice.under(4) === 0 ? dice.pick(this.#events) : undefined
    if (undone !== undefined) {
      const { event: undoes, ...where } = undone
      return [this.#envelope('tickets.board', { event, ...where, kind: 'undo', undoes, ...about })]
    }
    this.#events.push({ event, ticket, departure })
    const cash = { kind: 'cash', amount: { amount: 500, currency: 'EUR' } }
    const what = dice.under(2) === 0 ? { kind: 'board', verdict: 'cash-due' } : cash
    return [this.#envelope('tickets.board', { event, ticket, departure, ...what, ...about })]
  }
}

let phone: Phone | undefined
process.on('message', (said: ToClient) => {
  if (said.say === 'begin') phone = new Phone(said)
  else if (said.say === 'go') phone?.go(said.url)
  else phone?.stop()
})
process.once('disconnect', () => process.exit(0))
