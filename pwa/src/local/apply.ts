import { digestOf } from 'shared/sync/digest.ts'
import type { ChangeRow, ExchangeRequest, ExchangeResponse, ScopeChange } from 'shared/sync/envelope.ts'
import { judgePage } from 'shared/sync/cursor.ts'
import { type CacheDb, type CacheRow, type ScopeRow, type StagedRow, unreadKey } from './cache-db.ts'

/** Puts the server's changes into the cache: rows and cursor of a scope in one transaction, or nothing of it. */

export type Page = Exclude<ScopeChange, { gone: unknown }>

/** Whether this app can read a record, and the record as read. */
export type ReadRecord = (kind: string, value: unknown) => { readable: boolean; value: unknown }

export type Applied =
  | { scope: string; kind: 'committed' | 'staged' | 'stale' | 'gone' }
  /** The page contradicts itself, or the digest of the rows is not the server's: the scope will be fetched anew. */
  | { scope: string; kind: 'broken' | 'digest-differs' }

export interface ApplyInput {
  readonly request: ExchangeRequest
  readonly response: ExchangeResponse
  /** By the phone's clock. */
  readonly now: number
  readonly read: ReadRecord
}

export const unknownScope = (scope: string): ScopeRow => ({
  scope,
  epoch: '',
  cursor: 0,
  digest: null,
  staged: null,
  heal: false,
  healed: 0,
  asOf: null,
  gone: null,
})

class DigestDiffers extends Error {}

/** Applies one answer. A scope that was asked for and is left out of the answer is confirmed as it stands. */
export async function applyChanges(cache: CacheDb, input: ApplyInput): Promise<Applied[]> {
  const { request, response, now } = input
  const applied: Applied[] = []
  for (const change of response.changes) {
    if (!Object.hasOwn(request.scopes, change.scope)) continue
    applied.push('gone' in change ? await applyGone(cache, change, now) : await applyPage(cache, change, input))
  }
  const silent = new Set(Object.keys(request.scopes))
  for (const change of response.changes) silent.delete(change.scope)
  await confirm(cache, silent, input)
  return applied
}

async function applyPage(cache: CacheDb, page: Page, input: ApplyInput): Promise<Applied> {
  try {
    return await cache.transaction('rw', cache.rows, cache.staged, cache.scopes, cache.meta, () =>
      swapIn(cache, page, input),
    )
  } catch (error) {
    if (!(error instanceof DigestDiffers)) throw error
    return sicken(cache, page.scope, 'digest-differs', input)
  }
}

async function swapIn(cache: CacheDb, page: Page, { request, response, now, read }: ApplyInput): Promise<Applied> {
  const { scope } = page
  const stands = atEpoch((await cache.scopes.get(scope)) ?? unknownScope(scope), response.epoch)
  const asked = request.epoch === response.epoch ? (request.scopes[scope]?.cursor ?? 0) : 0
  const verdict = judgePage(stands, asked, page)
  if (verdict.kind === 'stale') return { scope, kind: 'stale' }
  if (verdict.kind === 'broken') return sicken(cache, scope, 'broken', { request, response, now, read })
  if (verdict.fresh) await cache.staged.where('scope').equals(scope).delete()
  if (verdict.kind === 'stage') {
    await cache.staged.bulkPut(page.rows.map((row) => staged(scope, row)))
    const began = verdict.fresh ? page.head : stands.staged?.began
    const staging = { cursor: page.to, snapshot: verdict.snapshot, ...(began !== undefined && { began }) }
    await cache.scopes.put({ ...stands, staged: staging, gone: null })
    return { scope, kind: 'staged' }
  }
  const before = verdict.fresh ? [] : await cache.staged.where('scope').equals(scope).toArray()
  if (verdict.replace) await cache.rows.where('scope').equals(scope).delete()
  await write(cache, latest([...before, ...page.rows.map((row) => staged(scope, row))]), read)
  await cache.staged.where('scope').equals(scope).delete()
  const digest = digestOf(await cache.rows.where('scope').equals(scope).toArray())
  // After a snapshot the server's own rows are all there is: keeping them beats fetching them for ever.
  const differs = page.digest !== undefined && page.digest !== digest
  if (differs && !(verdict.replace && stands.heal)) throw new DigestDiffers()
  await cache.scopes.put({
    ...stands,
    cursor: page.to,
    digest: differs ? null : digest,
    staged: null,
    heal: false,
    asOf: now,
    gone: null,
  })
  return { scope, kind: 'committed' }
}

/** Under another epoch cursors mean nothing; the rows stay on screen until the snapshot replaces them. */
const atEpoch = (row: ScopeRow, epoch: string): ScopeRow =>
  row.epoch === epoch ? row : { ...unknownScope(row.scope), epoch, asOf: row.asOf, healed: row.healed }

const staged = (scope: string, row: ChangeRow): StagedRow => ({ scope, ...row, value: row.value })

/** The last version of each record; later rows win. */
function latest(rows: readonly StagedRow[]): StagedRow[] {
  const last = new Map<string, StagedRow>()
  for (const row of rows) {
    const key = `${row.kind}\n${row.id}`
    if ((last.get(key)?.seq ?? -1) < row.seq) last.set(key, row)
  }
  return [...last.values()]
}

async function write(cache: CacheDb, rows: readonly StagedRow[], read: ReadRecord): Promise<void> {
  const removed = rows.filter((row) => row.op === 'remove')
  await cache.rows.bulkDelete(removed.map(({ scope, kind, id }): [string, string, string] => [scope, kind, id]))
  const puts = rows.filter((row) => row.op === 'put')
  const kept = puts.map(({ scope, kind, id, seq, rev, value }): CacheRow => {
    const seen = read(kind, value)
    return { scope, kind, id, seq, rev, value: seen.value, readable: seen.readable ? 1 : 0 }
  })
  await cache.rows.bulkPut(kept)
  if (kept.some(({ readable }) => readable === 0)) await cache.meta.put({ key: unreadKey, value: true })
}

async function sicken(
  cache: CacheDb,
  scope: string,
  kind: 'broken' | 'digest-differs',
  { response }: ApplyInput,
): Promise<Applied> {
  await cache.transaction('rw', cache.staged, cache.scopes, async () => {
    const row = atEpoch((await cache.scopes.get(scope)) ?? unknownScope(scope), response.epoch)
    await cache.staged.where('scope').equals(scope).delete()
    await cache.scopes.put({ ...row, staged: null, heal: true, healed: row.healed + 1 })
  })
  return { scope, kind }
}

/** Access was taken away, or there is no such thing: its rows leave the phone. */
async function applyGone(cache: CacheDb, { scope, gone }: Exclude<ScopeChange, Page>, now: number): Promise<Applied> {
  await cache.transaction('rw', cache.rows, cache.staged, cache.scopes, async () => {
    await cache.rows.where('scope').equals(scope).delete()
    await cache.staged.where('scope').equals(scope).delete()
    await cache.scopes.put({ ...unknownScope(scope), gone, asOf: now })
  })
  return { scope, kind: 'gone' }
}

/** No news: the rows are still the server's, as of now. */
async function confirm(
  cache: CacheDb,
  scopes: ReadonlySet<string>,
  { request, response, now }: ApplyInput,
): Promise<void> {
  await cache.transaction('rw', cache.scopes, async () => {
    const rows = await cache.scopes.bulkGet([...scopes])
    const still = rows.filter((row) => row !== undefined && row.epoch === response.epoch && row.staged === null)
    const same = still.flatMap((row) =>
      row && row.cursor === request.scopes[row.scope]?.cursor && !row.heal ? [row] : [],
    )
    await cache.scopes.bulkPut(same.map((row) => ({ ...row, asOf: now })))
  })
}
