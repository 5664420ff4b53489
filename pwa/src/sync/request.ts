import { askFrom } from 'shared/sync/cursor.ts'
import type { ExchangeRequest, IntentEnvelope, KnownAnswer } from 'shared/sync/envelope.ts'
import { batchLimits } from 'shared/sync/protocol.ts'
import type { CacheDb, ScopeRow } from '../local/cache-db.ts'

/** Access was refused: ask again after so long. */
const goneForMs = 5 * 60_000

export interface RequestInput {
  readonly app: string
  readonly device: string
  readonly intents: IntentEnvelope[]
  /** All that is followed, what matters most first. */
  readonly scopes: readonly string[]
  readonly now: number
  /** Answers to compare with a restored server. */
  readonly known?: readonly KnownAnswer[] | undefined
}

/** An exchange that asks for no scope: what waits is sent, and nothing else. */
export const bareRequest = ({ app, device, intents, now, known }: Omit<RequestInput, 'scopes'>): ExchangeRequest => ({
  protocol: 1,
  app,
  device,
  sentAt: now,
  intents,
  scopes: {},
  limit: 2000,
  ...(known && { known: [...known] }),
})

/** The epoch of the cursors kept here; undefined before the first exchange. */
export async function epochOf(cache: CacheDb): Promise<string | undefined> {
  const row = await cache.meta.get('epoch')
  return typeof row?.value === 'string' ? row.value : undefined
}

/** What this phone asks next: from where each scope stands, with the digest of its rows. */
export async function makeRequest(cache: CacheDb, input: RequestInput): Promise<ExchangeRequest> {
  const epoch = await epochOf(cache)
  const held = await cache.scopes.bulkGet([...input.scopes])
  const scopes: ExchangeRequest['scopes'] = {}
  const asked = input.scopes.map((scope, i) => ({ scope, row: held[i] })).filter(({ row }) => !shut(row, input.now))
  for (const { scope, row } of fair(asked)) {
    const stands = row && row.epoch === epoch ? row : undefined
    const cursor = stands ? askFrom(stands) : 0
    const whole = stands && stands.digest !== null && !stands.staged && !stands.heal
    const began = cursor > 0 && stands?.staged?.snapshot ? stands.staged.began : undefined
    scopes[scope] = whole ? { cursor, digest: stands.digest } : { cursor, ...(began !== undefined && { began }) }
  }
  return { ...bareRequest(input), ...(epoch && { epoch }), scopes }
}

const shut = (row: ScopeRow | undefined, now: number): boolean =>
  row?.gone != null && row.asOf !== null && now - row.asOf < goneForMs && now >= row.asOf

/** Of more scopes than one request may hold, the first half as they matter, the rest by how long they have waited. */
function fair<T extends { row: ScopeRow | undefined }>(scopes: readonly T[]): readonly T[] {
  if (scopes.length <= batchLimits.scopes) return scopes
  const first = scopes.slice(0, batchLimits.scopes / 2)
  const rest = scopes.slice(batchLimits.scopes / 2)
  const waited = [...rest].sort((a, b) => (a.row?.asOf ?? 0) - (b.row?.asOf ?? 0))
  return [...first, ...waited.slice(0, batchLimits.scopes - first.length)]
}
