import { cacheVersion, isOldCache, versionOfCache } from './cache-db.ts'
import { dropCaches } from './stores.ts'

const lockOf = (version: number): string => `wayfare-cache-${version}`

/**
 * Deletes caches of other versions of the app, unless a tab of that version is still open: each tab holds a shared lock
 * on its version for as long as it lives, so that no new version pulls the floor from under an old page.
 */
export async function dropOldCaches(): Promise<void> {
  if (!('locks' in navigator)) return
  void navigator.locks.request(lockOf(cacheVersion), { mode: 'shared' }, () => new Promise<never>(() => {}))
  await dropCaches(async (name) => isOldCache(name) && !(await isOpen(versionOfCache(name))))
}

async function isOpen(version: number): Promise<boolean> {
  let open = true
  await navigator.locks.request(lockOf(version), { ifAvailable: true }, (lock) => void (open = lock === null))
  return open
}
