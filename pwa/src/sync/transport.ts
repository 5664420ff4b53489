import { answerTimeoutMs } from 'shared/sync/protocol.ts'
import { noNetwork, readProblem, type Problem } from '../session/problem.ts'
import type { Tokens } from './ports.ts'

/** The only place of the app that calls `fetch`, and only to our own origin. */

export interface SendInit {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON. */
  readonly body?: unknown
  readonly token?: string
  readonly signal?: AbortSignal
  readonly headers?: Readonly<Record<string, string>>
}

export type Reply =
  | { kind: 'answered'; status: number; body: unknown }
  | { kind: 'problem'; problem: Problem; retryAfterMs: number | null }
  /** No network, no answer in time, or a page that is not ours. `left`: the request may have got there. */
  | { kind: 'unreachable'; left: boolean }

/** From this size on a body is packed, where the browser can. */
const packFrom = 1000

/** Sends a request and reads the JSON of the answer. What is not our JSON (a portal's page with 200) is no answer. */
export async function send(path: string, init: SendInit = {}): Promise<Reply> {
  try {
    const response = await request(path, init)
    if (response.status === 204) return { kind: 'answered', status: 204, body: null }
    const type = response.headers.get('content-type') ?? ''
    if (!/^application\/(problem\+)?json\b/.test(type)) return { kind: 'unreachable', left: true }
    const body: unknown = await response.json()
    if (response.ok) return { kind: 'answered', status: response.status, body }
    const problem = readProblem(response.status, body)
    return problem
      ? { kind: 'problem', problem, retryAfterMs: retryAfter(response) }
      : { kind: 'unreachable', left: true }
  } catch {
    return { kind: 'unreachable', left: navigator.onLine !== false }
  }
}

/** The bytes of a file of ours, or undefined. */
export async function download(path: string, type: RegExp): Promise<Uint8Array | undefined> {
  try {
    const response = await fetch(path, { credentials: 'same-origin', redirect: 'error' })
    if (!response.ok || !type.test(response.headers.get('content-type') ?? '')) return undefined
    return new Uint8Array(await response.arrayBuffer())
  } catch {
    return undefined
  }
}

/** Lines of an endless answer (NDJSON), until either side ends it. `opened`: from now on they are heard. */
export async function* lines(path: string, init: SendInit, opened: () => void): AsyncGenerator<string> {
  const response = await request(path, { ...init, signal: init.signal ?? new AbortController().signal })
  const type = response.headers.get('content-type') ?? ''
  if (!response.ok || !response.body || !type.includes('ndjson')) throw new Error(`No stream: ${response.status}`)
  opened()
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const parts = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    yield* parts.filter((line) => line !== '')
  }
}

async function request(path: string, init: SendInit): Promise<Response> {
  const text = init.body === undefined ? undefined : JSON.stringify(init.body)
  const packed = text !== undefined && text.length > packFrom && 'CompressionStream' in globalThis
  return fetch(path, {
    method: init.method ?? 'GET',
    credentials: 'same-origin',
    redirect: 'error',
    cache: 'no-store',
    signal: init.signal ?? AbortSignal.timeout(answerTimeoutMs),
    headers: {
      Accept: 'application/json',
      ...(text !== undefined && { 'Content-Type': 'application/json' }),
      ...(packed && { 'Content-Encoding': 'gzip' }),
      ...(init.token !== undefined && { Authorization: `Bearer ${init.token}` }),
      ...init.headers,
    },
    ...(text !== undefined && { body: packed ? await gzip(text) : text }),
  })
}

const gzip = (text: string): Promise<ArrayBuffer> =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3600) * 1000 : null
}

export interface ApiInit<T> extends Omit<SendInit, 'token'> {
  /** False: ask as nobody even when signed in. */
  readonly signed?: boolean
  /** Turns the body into what the caller expects; throws when it is something else. */
  readonly parse?: (body: unknown) => T
}

export type ApiResult<T> = { ok: true; value: T } | { ok: false; problem: Problem }

let tokens: Tokens | undefined

/** Whose token `api` sends from now on. */
export function signWith(source: Tokens | undefined): void {
  tokens = source
}

/** How screens ask the server directly. `path` begins with `/api/`. Status 0: no network, or not our server. */
export async function api<T = unknown>(path: string, init: ApiInit<T> = {}): Promise<ApiResult<T>> {
  const signed = init.signed === false ? undefined : tokens
  let reply = await attempt(path, init, signed)
  if (signed && reply.kind === 'problem' && reply.problem.status === 401) reply = await attempt(path, init, signed)
  if (reply.kind === 'unreachable') return { ok: false, problem: noNetwork }
  if (reply.kind === 'problem') return { ok: false, problem: reply.problem }
  try {
    const parse = init.parse ?? ((body: unknown) => body as T)
    return { ok: true, value: parse(reply.body) }
  } catch {
    return { ok: false, problem: noNetwork }
  }
}

async function attempt<T>(path: string, init: ApiInit<T>, signed: Tokens | undefined): Promise<Reply> {
  const token = await signed?.get()
  if (token?.kind === 'unreachable') return { kind: 'unreachable', left: false }
  const reply = await send(path, { ...init, ...(token?.kind === 'token' && { token: token.token }) })
  if (token?.kind === 'token' && reply.kind === 'problem' && reply.problem.status === 401) signed?.refused(token.token)
  return reply
}
