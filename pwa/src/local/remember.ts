import type { Scope } from 'shared/sync/scope.ts'
import type { CacheDb } from './cache-db.ts'

/** Remembers that the person opened it, so that it is followed after the screen is left. */
export async function remember(cache: CacheDb, scopes: readonly Scope[], now: number): Promise<void> {
  await cache.followed.bulkPut(scopes.map((scope) => ({ scope, openedAt: now })))
}
