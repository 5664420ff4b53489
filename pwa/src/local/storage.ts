import type { CacheDb } from './cache-db.ts'

/** Asks the browser not to evict what is kept here. Worth asking once there is something to lose. */
export async function keepStorage(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist())
  } catch {
    return false
  }
}

/** Makes room on a full phone: all that the server can tell again goes, except tickets and bookings. */
export async function freeCache(cache: CacheDb): Promise<void> {
  const kept = new Set(['ticket', 'booking'])
  try {
    await cache.transaction('rw', cache.rows, cache.staged, cache.scopes, async () => {
      await cache.staged.clear()
      await cache.rows.filter((row) => !kept.has(row.kind)).delete()
      await cache.scopes.toCollection().modify({ staged: null, heal: true })
    })
  } catch {
    // Even deleting can fail on a full disk; the outbox is what matters, and it is asked again by the caller.
  }
}
