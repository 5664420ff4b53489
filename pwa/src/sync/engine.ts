import { newId } from 'shared/base/random.ts'
import type { ExchangeRequest, ExchangeResponse, IntentEnvelope } from 'shared/sync/envelope.ts'
import { batchLimits, halve } from 'shared/sync/protocol.ts'
import { applyChanges, type Applied, type ReadRecord } from '../local/apply.ts'
import type { CacheDb } from '../local/cache-db.ts'
import type { OutboxDb } from '../local/outbox-db.ts'
import { claim, deviceOf, fork, markStuck, release, releaseDead, settle, storeOutcomes } from '../local/queue.ts'
import type { Answer, Chance, Clock, Locks, Tokens, Transport } from './ports.ts'
import { answeredEpoch, comparing, type Comparing, enterAnswers, ofThisEpoch, takeForgotten } from './reconcile.ts'
import { bareRequest, epochOf, makeRequest, type RequestInput } from './request.ts'

export interface EngineStores {
  readonly account: string
  readonly outbox: OutboxDb
  readonly cache: CacheDb
}

export interface EnginePorts {
  readonly app: string
  readonly clock: Clock
  readonly chance: Chance
  readonly locks: Locks
  readonly transport: Transport
  readonly tokens: Tokens
  readonly read: ReadRecord
  /** What is followed now, what matters most first. */
  readonly scopes: () => Promise<string[]>
  /** What a person who keeps the system running wants to know; never what passengers wrote. */
  readonly report: (event: EngineEvent) => void
}

export type EngineEvent =
  | { kind: 'answered'; at: number; serverAt: number; sentAt: number; outcomes: number; oldestApp: string }
  | { kind: 'applied'; applied: Applied }
  | { kind: 'new-epoch' | 'device-forked' }
  | { kind: 'stuck'; id: string; status: number }
  | { kind: 'cache-failed'; error: unknown }

/** How a drain ended. Only `done` means that the phone and the server have said all they had to say. */
export type DrainEnd =
  | { kind: 'done' }
  | { kind: 'unreachable' }
  | { kind: 'busy'; retryAfterMs: number | null }
  | { kind: 'sign-in' }
  | { kind: 'refused'; status: number }
  /** Another tab, or the worker, is at it. */
  | { kind: 'elsewhere' }

export interface Engine {
  /** Exchanges until nothing is left to send and no scope has more pages. One at a time on a phone. */
  drain(): Promise<DrainEnd>
}

/** A drain that never ends is a bug somewhere; the next trigger goes on. */
const mostRounds = 500

export function makeEngine(stores: EngineStores, ports: EnginePorts): Engine {
  return {
    async drain() {
      const end = await ports.locks.tryHold(`wayfare-drain-${stores.account}`, () => drainAll(stores, ports))
      return end ?? { kind: 'elsewhere' }
    },
  }
}

type Round =
  | { kind: 'again' }
  /** The token was refused; another one may do. */
  | { kind: 'renew' }
  | { kind: 'end'; end: DrainEnd }
  | { kind: 'halve'; batch: IntentEnvelope[]; status: number }

async function drainAll(stores: EngineStores, ports: EnginePorts): Promise<DrainEnd> {
  let most: number = batchLimits.intents
  let renewed = false
  // Whoever held a lease is gone: a tab that was closed or loaded anew while it sent.
  if (ports.locks.exclusive) await releaseDead(stores.outbox)
  for (let round = 0; round < mostRounds; round += 1) {
    const result = await exchangeOnce(stores, ports, most)
    if (result.kind === 'end') return result.end
    if (result.kind === 'renew') {
      if (renewed) return { kind: 'sign-in' }
      renewed = true
      continue
    }
    renewed = false
    if (result.kind === 'again') {
      most = Math.min(batchLimits.intents, most * 2)
      continue
    }
    // The server refuses the envelope as a whole: the half of it, down to the one that is at fault.
    const { batch, status } = result
    const [only] = batch
    if (batch.length > 1) most = halve(batch.length)
    else if (!only || !(await withoutIntents(stores, ports))) return { kind: 'refused', status }
    else {
      await markStuck(stores.outbox, only.id, ports.app)
      ports.report({ kind: 'stuck', id: only.id, status })
    }
  }
  return { kind: 'done' }
}

/** Whether the server takes an exchange that asks for nothing: if not, no intent is to blame. */
async function withoutIntents(stores: EngineStores, ports: EnginePorts): Promise<boolean> {
  const result = await exchangeOnce(stores, ports, 0)
  return result.kind === 'again' || (result.kind === 'end' && result.end.kind === 'done')
}

async function exchangeOnce(stores: EngineStores, ports: EnginePorts, most: number): Promise<Round> {
  const { outbox, cache } = stores
  const token = await ports.tokens.get()
  if (token.kind !== 'token') return { kind: 'end', end: { kind: token.kind } }
  const lease = newId(ports.chance.bytes)
  const sentAt = ports.clock.now()
  const compared = await comparing(outbox, sentAt)
  const asked = await answeredEpoch(outbox)
  const limit = { intents: compared ? 0 : most, bytes: batchLimits.bytes }
  const { batch, more } = await claim(outbox, { lease, now: sentAt, limit })
  try {
    const device = await deviceOf(outbox, ports.chance.bytes)
    const ask = { app: ports.app, device, intents: batch, now: sentAt, known: compared?.known }
    const request = await requestFor(cache, ports, ask)
    const answer = await ports.transport.exchange(request, token.token)
    if (answer.kind === 'answered') {
      const { response } = answer
      const round = await take(stores, ports, { request, response, more, asked })
      return compared ? await takeCompared(stores, compared, response) : round
    }
    await release(outbox, lease, (answer.kind === 'unreachable' || answer.kind === 'busy') && answer.left)
    return refusedRound(answer, batch, () => ports.tokens.refused(token.token))
  } finally {
    // What the answer did not name, or what a failure here left behind, is as undecided as before.
    await release(outbox, lease, true)
  }
}

/** What is asked for. A cache that cannot be read asks for nothing; what waits goes all the same. */
async function requestFor(
  cache: CacheDb,
  ports: EnginePorts,
  ask: Omit<RequestInput, 'scopes'>,
): Promise<ExchangeRequest> {
  // What is compared needs the tickets of the cache as evidence.
  if (ask.known) return makeRequest(cache, { ...ask, scopes: [] })
  try {
    return await makeRequest(cache, { ...ask, scopes: await ports.scopes() })
  } catch (error) {
    ports.report({ kind: 'cache-failed', error })
    return bareRequest(ask)
  }
}

/** Compares on, or begins anew when the server was restored yet again meanwhile. */
async function takeCompared(stores: EngineStores, compared: Comparing, response: ExchangeResponse): Promise<Round> {
  const taken = await takeForgotten(stores, compared, response)
  if (taken || response.epoch !== compared.progress.epoch) return { kind: 'again' }
  return { kind: 'end', end: { kind: 'busy', retryAfterMs: null } }
}

function refusedRound(
  answer: Exclude<Answer, { kind: 'answered' }>,
  batch: IntentEnvelope[],
  signIn: () => void,
): Round {
  switch (answer.kind) {
    case 'unreachable':
      return { kind: 'end', end: { kind: 'unreachable' } }
    case 'busy':
      return { kind: 'end', end: { kind: 'busy', retryAfterMs: answer.retryAfterMs } }
    case 'sign-in':
      signIn()
      return { kind: 'renew' }
    case 'refused':
      return batch.length > 0
        ? { kind: 'halve', batch, status: answer.status }
        : { kind: 'end', end: { kind: 'refused', status: answer.status } }
  }
}

interface Taken {
  readonly request: ExchangeRequest
  readonly response: ExchangeResponse
  readonly more: boolean
  /** The epoch of the answers in the outbox when this was asked. */
  readonly asked: string | undefined
}

/** Stores the outcomes first (durably, in the outbox), then the changes, each scope for itself. */
async function take(
  { account, outbox, cache }: EngineStores,
  ports: EnginePorts,
  { request, response, more, asked }: Taken,
): Promise<Round> {
  const now = ports.clock.now()
  const sent = new Set(request.intents.map((intent) => intent.id))
  const outcomes = response.outcomes.filter((outcome) => sent.has(outcome.id))
  const current = await ofThisEpoch(outbox, { asked, answer: response.epoch }, () =>
    storeOutcomes(outbox, outcomes, { now, chance: () => ports.chance.fraction() }),
  )
  if (!current) return { kind: 'again' }
  const forked = response.deviceForked === true || outcomes.some((outcome) => outcome.code === 'device-forked')
  if (forked) {
    await fork(outbox, ports.chance.bytes)
    ports.report({ kind: 'device-forked' })
  }
  const { now: serverAt, oldestSupportedApp: oldestApp } = response
  ports.report({ kind: 'answered', at: now, serverAt, sentAt: request.sentAt, outcomes: outcomes.length, oldestApp })
  const pages = await takeChanges({ account, outbox, cache }, ports, request, response)
  // Not one of the batch was named: asking again at once would go round for ever.
  const unheard = request.intents.length > 0 && outcomes.length === 0 && !forked
  if (unheard) return { kind: 'end', end: { kind: 'busy', retryAfterMs: null } }
  const unnamed = outcomes.length < request.intents.length
  return more || pages || forked || unnamed ? { kind: 'again' } : { kind: 'end', end: { kind: 'done' } }
}

/** A full or failing cache never stands in the way of the outbox: outcomes are stored already. */
async function takeChanges(
  { account, outbox, cache }: EngineStores,
  ports: EnginePorts,
  request: ExchangeRequest,
  response: ExchangeResponse,
): Promise<boolean> {
  try {
    const now = ports.clock.now()
    const renewed = await enterEpoch({ account, outbox, cache }, ports, request, response)
    if (renewed !== 'same') return true
    const applied = await applyChanges(cache, { request, response, now, read: ports.read })
    for (const one of applied) ports.report({ kind: 'applied', applied: one })
    await settle(outbox, await cursors(cache, account, request))
    return applied.some(({ kind }) => kind === 'staged' || kind === 'digest-differs')
  } catch (error) {
    ports.report({ kind: 'cache-failed', error })
    return false
  }
}

/**
 * A new epoch (a restored server) makes all cursors void. Nothing else of this answer is taken: first the answers of
 * the old epoch are compared.
 */
async function enterEpoch(
  { outbox, cache }: EngineStores,
  ports: EnginePorts,
  request: ExchangeRequest,
  response: ExchangeResponse,
): Promise<'same' | 'new' | 'stale'> {
  const known = await epochOf(cache)
  const answered = await answeredEpoch(outbox)
  if (known === response.epoch && answered === response.epoch) return 'same'
  if (known !== request.epoch) return 'stale'
  const before = answered ?? known
  const restored = before !== undefined && before !== response.epoch
  const fresh = new Set(response.outcomes.map(({ id }) => id))
  await enterAnswers(outbox, response.epoch, { restored, fresh })
  await cache.meta.put({ key: 'epoch', value: response.epoch })
  if (!restored) return 'same'
  ports.report({ kind: 'new-epoch' })
  return 'new'
}

async function cursors(cache: CacheDb, account: string, asked: ExchangeRequest): Promise<Map<string, number>> {
  const reached = new Map<string, number>([[`account:${account}`, 0]])
  for (const row of await cache.scopes.toArray())
    if (row.gone === null && Object.hasOwn(asked.scopes, row.scope)) reached.set(row.scope, row.cursor)
  return reached
}
