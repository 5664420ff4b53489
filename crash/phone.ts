import { sessionAnswer } from 'shared/identity/account.ts'
import type { IntentName } from 'shared/intents.ts'
import { exchangeResponse, type IntentEnvelope } from 'shared/sync/envelope.ts'
import { z } from 'zod'
import { type Dice, diceOf } from './dice.ts'
import type { Ask, Desk, Person, Web } from './person.ts'
import type { Answer, Deed, FromClient, ToClient } from './words.ts'

type Begin = Extract<ToClient, { say: 'begin' }>

/** A parent that is gone needs to hear nothing. */
const tell = (said: FromClient): void => void process.send?.(said, undefined, undefined, () => {})
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Outcomes as they came, so that their bytes are compared and not what a schema makes of them. */
const asTheyCame = z.object({ outcomes: z.array(z.record(z.string(), z.unknown())) })

const storedText = (outcome: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(outcome).filter(([key]) => key !== 'replayed')))

/**
 * A phone in a hurry: it keeps what is not answered and asks it again under the same ids. Each thing it asks and each
 * answer is told to the parent of its process, which nobody kills.
 */
export class Phone implements Web {
  readonly #about: Begin
  readonly #dice: Dice
  readonly #device: string
  readonly #person: Person
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
  #scopes: Record<string, { cursor: number }> = {}
  #epoch: string | undefined
  #account = ''

  constructor(about: Begin, person: (desk: Desk) => Person) {
    this.#about = about
    this.#dice = diceOf(about.seed)
    this.#device = this.#dice.id()
    const envelope = (name: IntentName, args: unknown, after: readonly string[] = []): IntentEnvelope => {
      const id = this.#dice.id()
      return { id, n: (this.#n += 1), name, version: 1, after: [...after], madeAt: Date.now(), args }
    }
    this.#person = person({ dice: this.#dice, device: this.#device, rides: about.rides, envelope })
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
        else {
          await this.#exchange()
          if (this.#dice.under(2) === 0) await this.#person.errand(this)
        }
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
    const answer = await this.#send('/api/auth/login', { body: { email, password } })
    if (answer.status >= 500) return void (await pause(25))
    if (answer.status >= 300) throw new Error(`Signing in was answered ${answer.status}: ${await answer.text()}`)
    const { accessToken, account } = sessionAnswer.parse(await answer.json())
    this.#token = accessToken
    this.#account = account.id
  }

  #send(path: string, { body, key }: Ask): Promise<Response> {
    const headers = {
      'content-type': 'application/json',
      ...(this.#token && { authorization: `Bearer ${this.#token}` }),
      ...(key !== undefined && { 'idempotency-key': key }),
    }
    const asked = body === undefined ? { method: 'GET' } : { method: 'POST', body: JSON.stringify(body) }
    return fetch(this.#url + path, { headers, ...asked })
  }

  async call(path: string, ask: Ask = {}): Promise<{ status: number; body: unknown }> {
    const answer = await this.#send(path, ask)
    const body: unknown = await answer.json()
    if (answer.status === 401) this.#token = ''
    if (answer.status >= 500 && answer.status !== 503) {
      throw new Error(`${path} was answered ${answer.status}: ${JSON.stringify(body)}`)
    }
    return { status: answer.status, body }
  }

  async deed(deed: Deed, path: string, ask: Ask): Promise<boolean> {
    tell({ say: 'trying', ...deed })
    const { status } = await this.call(path, ask)
    if (status < 300) tell({ say: 'done', ...deed })
    else if (status < 500) tell({ say: 'refused', ...deed })
    return status < 300
  }

  done(deed: Deed): void {
    tell({ say: 'done', ...deed })
  }

  wrong(what: string): void {
    tell({ say: 'wrong', what })
  }

  async #exchange(): Promise<void> {
    const fresh = this.#waiting.length > 20 ? [] : this.#person.wishes()
    this.#waiting.push(...fresh)
    const intents = this.#waiting.slice(0, 20)
    tell({ say: 'asked', envelopes: intents })
    const followed = this.#person.scopes(this.#account)
    const scopes = Object.fromEntries(followed.map((scope) => [scope, this.#scopes[scope] ?? { cursor: 0 }]))
    const common = { protocol: 1, app: 'crash', device: this.#device, sentAt: Date.now(), intents, scopes }
    const ids = intents.map(({ id }) => id)
    try {
      const body = { ...common, ...(this.#epoch && { epoch: this.#epoch }) }
      const response = await this.#send('/api/sync', { body })
      if (response.status === 401) return void (this.#token = '')
      if (response.status === 503) {
        tell({ say: 'untouched', ids: ids.filter((id) => !this.#unsure.has(id)) })
        return void (await pause(50))
      }
      const answer: unknown = await response.json()
      if (response.status !== 200) {
        throw new Error(`An exchange was answered ${response.status}: ${JSON.stringify(answer)}`)
      }
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
    if (this.#epoch !== undefined && this.#epoch !== epoch) this.wrong('the epoch is another')
    this.#epoch = epoch
    const decided = outcomes.filter(({ status }) => status !== 'later')
    const answers = decided.map(({ id, replayed }): Answer => {
      return { id, replayed, outcome: storedText(raw.find((each) => each['id'] === id) ?? {}) }
    })
    tell({ say: 'answered', answers })
    const later = new Set(outcomes.flatMap(({ id, status }) => (status === 'later' ? [id] : [])))
    if (later.size > 0) tell({ say: 'put-off', envelopes: sent.filter(({ id }) => later.has(id)) })
    const done = new Map(decided.map((outcome) => [outcome.id, outcome]))
    this.#waiting = this.#waiting.filter(({ id }) => !done.has(id))
    for (const envelope of sent) {
      const outcome = done.get(envelope.id)
      if (!outcome) continue
      if (!outcome.replayed) this.#recent.push(envelope)
      this.#person.hear(envelope, outcome)
    }
    for (const change of changes) {
      if ('gone' in change) continue
      const { cursor = 0 } = this.#scopes[change.scope] ?? {}
      if (change.snapshot && cursor > 0) this.wrong(`${change.scope} begins anew at cursor ${cursor}`)
      this.#scopes[change.scope] = { cursor: change.to }
      for (const row of change.rows) this.#person.learn(change.scope, row)
    }
  }
}
