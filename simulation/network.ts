import type { EventLog } from './machine/event-log.ts'
import type { Owner, Scheduler } from './machine/scheduler.ts'
import type { HttpAsk, HttpHead } from './server/memory-http.ts'

/** What a page hands to `fetch`. */
export interface WebRequest {
  readonly path: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: { addEventListener(type: 'abort', hear: () => void): void }
}

/** As much of a Response as the app reads. */
export interface WebResponse {
  readonly status: number
  readonly ok: boolean
  readonly headers: Headers
  readonly body: { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array }> } }
  json(): Promise<unknown>
  arrayBuffer(): Promise<ArrayBuffer>
}

/** What becomes of one exchange on its way. All in ms. */
export interface Fate {
  readonly up: number
  readonly down: number
  /** Never arrives. */
  readonly lost?: 'request' | 'response'
  /** The request arrives a second time, so much later. */
  readonly again?: number
  /** Somebody else answers, or the body breaks off. */
  readonly instead?: { readonly status: number; readonly type: string; readonly body: string }
  readonly cut?: boolean
}

export interface Wire {
  readonly scheduler: Scheduler
  readonly log: EventLog
  /** Decides about the next request. `by`: the tab that asks. */
  fate(from: string, request: WebRequest, by: Owner): Fate
  /** Whoever asked has an answer, or gave up. */
  ended(from: string, request: WebRequest): void
  handle(
    ask: HttpAsk,
    hearer: { head(head: HttpHead): void; data(text: string): void; end(): void },
  ): (() => void) | undefined
  /** Whoever answers now; it may be another process when the answer leaves. */
  server(): Owner
  /** A whole answer left the server. */
  answered(from: string, request: WebRequest, answer: { status: number; body: string }): void
}

export interface UplinkPlan {
  readonly place: string
  readonly address: string
  readonly isOnline: () => boolean
  /** Rows of one answer at most. */
  readonly page: number
}

/** One phone's way to the server. Cookies live here, as in a browser: no page sees them. */
export class Uplink {
  readonly cookies = new Map<string, string>()
  readonly #wire: Wire
  readonly #place: string
  readonly #address: string
  readonly #isOnline: () => boolean
  readonly #page: number

  constructor(wire: Wire, { place, address, isOnline, page }: UplinkPlan) {
    this.#page = page
    this.#wire = wire
    this.#place = place
    this.#address = address
    this.#isOnline = isOnline
  }

  send(owner: Owner, lane: string, request: WebRequest): Promise<WebResponse> {
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(this.#wire, { owner, lane, place: this.#place, request: this.#paged(request) })
      exchange.run({
        address: this.#address,
        isOnline: this.#isOnline,
        cookies: this.cookies,
        resolve,
        reject,
      })
    })
  }

  #paged(request: WebRequest): WebRequest {
    if (request.path !== '/api/sync' || request.body === undefined) return request
    return { ...request, body: request.body.replace('"limit":2000', `"limit":${this.#page}`) }
  }
}

const networkError = (): Error => new TypeError('Failed to fetch')
const silenceMs = 35_000

interface Ends {
  readonly address: string
  readonly isOnline: () => boolean
  readonly cookies: Map<string, string>
  readonly resolve: (response: WebResponse) => void
  readonly reject: (error: Error) => void
}

class Exchange {
  readonly #wire: Wire
  readonly #at: { owner: Owner; lane: string; place: string; request: WebRequest }
  #over = false
  #hangUp: () => void = () => {}
  /** Breaks off an answer that is still being read. */
  #cutStream: (error: Error) => void = () => {}

  constructor(wire: Wire, at: { owner: Owner; lane: string; place: string; request: WebRequest }) {
    this.#wire = wire
    this.#at = at
  }

  run(ends: Ends): void {
    const { scheduler, log } = this.#wire
    const { owner, lane, place, request } = this.#at
    const fail = (error: Error): void => {
      if (this.#over) return
      this.#end()
      this.#hangUp()
      ends.reject(error)
    }
    request.signal?.addEventListener('abort', () => {
      const aborted = Object.assign(new Error('Aborted'), { name: 'AbortError' })
      fail(aborted)
      this.#cutStream(aborted)
    })
    if (!ends.isOnline()) return scheduler.soon(owner, lane, () => fail(networkError()))
    const fate = this.#wire.fate(place, request, owner)
    const what = `${request.method ?? 'GET'} ${request.path.split('?', 1)[0] ?? ''}`
    if (fate.instead) {
      const { status, type, body } = fate.instead
      log.add(place, `${what} -> ${status} from somebody else`)
      const head = { status, headers: { 'content-type': type } }
      const answer = (): void => this.#whole(ends, head, body)
      scheduler.after(owner, fate.up + fate.down, lane, answer)
      return
    }
    if (fate.lost === 'request') {
      log.add(place, `${what} lost`)
      scheduler.after(owner, Math.min(fate.up + silenceMs, silenceMs), lane, () => fail(networkError()))
      return
    }
    const cookie = [...ends.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const ask: HttpAsk = {
      method: request.method ?? 'GET',
      path: request.path,
      headers: { ...request.headers, ...(cookie !== '' && { cookie }) },
      body: request.body,
      address: ends.address,
    }
    scheduler.after(world, fate.up, `${place}/up`, () => this.#arrive(ask, what, fate, ends, fail))
    if (fate.again !== undefined)
      scheduler.after(world, fate.up + fate.again, `${place}/up`, () => {
        log.add(place, `${what} arrives once more`)
        this.#wire.handle(ask, { head: () => {}, data: () => {}, end: () => {} })
      })
  }

  #arrive(ask: HttpAsk, what: string, fate: Fate, ends: Ends, fail: (error: Error) => void): void {
    const { scheduler, log } = this.#wire
    const { owner, lane, place, request } = this.#at
    const later = (run: () => void): void => void scheduler.after(owner, fate.down, lane, run)
    let head: HttpHead | undefined
    let text = ''
    let stream: Stream | undefined
    const hangUp = this.#wire.handle(ask, {
      head: (given) => {
        head = given
        if (!String(given.headers['content-type'] ?? '').includes('ndjson')) return
        const made = new Stream()
        stream = made
        this.#cutStream = (error) => {
          this.#hangUp()
          made.fail(error)
        }
        later(() => {
          if (this.#over) return
          this.#end()
          ends.resolve(responseOf(given, '', made))
        })
      },
      data: (some) => {
        if (stream) {
          const to = stream
          later(() => to.push(some))
        } else text += some
      },
      end: () => {
        if (stream) {
          const to = stream
          return later(() => to.end())
        }
        const given = head
        if (!given) return
        log.add(place, `${what} -> ${given.status}`)
        this.#wire.answered(place, request, { status: given.status, body: text })
        if (fate.lost === 'response') {
          log.add(place, `${what} answer lost`)
          return void scheduler.after(owner, silenceMs, lane, () => fail(networkError()))
        }
        const body = fate.cut ? text.slice(0, Math.floor(text.length / 2)) : text
        later(() => this.#whole(ends, given, body))
      },
    })
    if (!hangUp) {
      log.add(place, `${what} finds nobody`)
      return later(() => fail(networkError()))
    }
    this.#hangUp = hangUp
    const served = this.#wire.server()
    // A server that dies takes its connections with it.
    const watch = (): void => {
      if (this.#over && !stream) return
      if (served.alive) return void scheduler.after(owner, 5_000, lane, watch)
      stream?.fail(networkError())
      fail(networkError())
    }
    scheduler.after(owner, 5_000, lane, watch)
  }

  #end(): void {
    this.#over = true
    this.#wire.ended(this.#at.place, this.#at.request)
  }

  #whole(ends: Ends, head: HttpHead, body: string): void {
    if (this.#over) return
    this.#end()
    keepCookies(ends.cookies, head)
    ends.resolve(responseOf(head, body, new Stream()))
  }
}

/** What travels belongs to nobody who could die. */
const world: Owner = { name: 'network', alive: true, frozenUntil: 0 }

function keepCookies(jar: Map<string, string>, { headers }: HttpHead): void {
  const set = headers['set-cookie'] ?? []
  for (const line of Array.isArray(set) ? set : [set]) {
    const [pair = '', ...about] = line.split('; ')
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    if (about.includes('Max-Age=0')) jar.delete(name)
    else jar.set(name, value)
  }
}

function responseOf(head: HttpHead, text: string, stream: Stream): WebResponse {
  const headers = new Headers()
  for (const [name, value] of Object.entries(head.headers))
    if (name !== 'set-cookie') headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  return {
    status: head.status,
    ok: head.status >= 200 && head.status < 300,
    headers,
    body: { getReader: () => ({ read: () => stream.read() }) },
    json: async () => JSON.parse(text) as unknown,
    arrayBuffer: async () => new TextEncoder().encode(text).buffer,
  }
}

/** Lines that come one after another, for as long as the server and the network hold. */
class Stream {
  readonly #chunks: ({ done: boolean; value?: Uint8Array } | Error)[] = []
  #wake: () => void = () => {}

  push(text: string): void {
    this.#put({ done: false, value: new TextEncoder().encode(text) })
  }
  end(): void {
    this.#put({ done: true })
  }
  fail(error: Error): void {
    this.#put(error)
  }
  #put(chunk: { done: boolean; value?: Uint8Array } | Error): void {
    this.#chunks.push(chunk)
    this.#wake()
  }
  async read(): Promise<{ done: boolean; value?: Uint8Array }> {
    for (;;) {
      const chunk = this.#chunks.shift()
      if (chunk instanceof Error) throw chunk
      if (chunk) return chunk
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}
