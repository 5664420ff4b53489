import type { RandomBytes } from 'shared/base/random.ts'
import type { ExchangeRequest, ExchangeResponse } from 'shared/sync/envelope.ts'

/** All that the sync engine knows of the world. The browser's are in browser-ports.ts; tests and simulations bring theirs. */
export interface Clock {
  /** ms since 1970, as the phone believes. */
  now(): number
}

export interface Timers {
  /** Runs once, later; returns how to call it off. */
  after(ms: number, run: () => void): () => void
}

export interface Locks {
  /** Whether holding a lock keeps every other tab, and the worker, out. Without that, leases alone tell drains apart. */
  readonly exclusive: boolean
  /** Waits for the lock, works, lets go. */
  hold<T>(name: string, work: () => Promise<T>): Promise<T>
  /** `undefined` at once when somebody else holds it. */
  tryHold<T>(name: string, work: () => Promise<T>): Promise<T | undefined>
}

/** Words between the tabs of one phone. */
export interface Channel {
  post(message: unknown): void
  listen(hear: (message: unknown) => void): () => void
}

export interface Chance {
  bytes: RandomBytes
  /** In [0, 1). */
  fraction(): number
}

/** What came of one exchange. Only `answered` comes from a server that took the batch. */
export type Answer =
  | { kind: 'answered'; response: ExchangeResponse }
  /** No network, no server, no time left, or somebody else's page with status 200. `left`: the request may have got there. */
  | { kind: 'unreachable'; left: boolean }
  /** 401: nothing was touched. */
  | { kind: 'sign-in' }
  /** 429 or 503: nothing was touched. Another 5xx: the request may have been carried out (`left`). */
  | { kind: 'busy'; retryAfterMs: number | null; left: boolean }
  /** 413, 422 and their like: the envelope as a whole was refused. */
  | { kind: 'refused'; status: number }

export interface Transport {
  exchange(request: ExchangeRequest, token: string): Promise<Answer>
}

export type Token = { kind: 'token'; token: string } | { kind: 'sign-in' } | { kind: 'unreachable' }

/** Where the bearer token comes from. */
export interface Tokens {
  get(): Promise<Token>
  /** The server refused this one: the next `get` brings another, or `sign-in`. */
  refused(token: string): void
}
