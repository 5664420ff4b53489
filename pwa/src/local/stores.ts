import { create } from 'zustand'
import { anyone, CacheDb, cacheName } from './cache-db.ts'
import { DeviceDb } from './device-db.ts'
import { withHandle } from './handle.ts'
import { OutboxDb, outboxName } from './outbox-db.ts'
import { endQueue } from './queue.ts'

/** The databases of the person who is signed in. */
export interface Stores {
  readonly account: string
  readonly outbox: OutboxDb
  readonly cache: CacheDb
}

/** Whose databases are open: `undefined` until that is known, `null` when nobody is signed in. */
export const useStores = create<{ readonly stores: Stores | null | undefined }>()(() => ({ stores: undefined }))

/** What this phone knows without an account: timetable packs. */
export const shelf = new CacheDb(anyone)
export const device = new DeviceDb()

export const currentStores = (): Stores | null => useStores.getState().stores ?? null

/** Opens the databases of an account; those of another are closed first. */
export function openStores(account: string): Stores {
  const open = currentStores()
  if (open?.account === account) return open
  open?.outbox.close()
  open?.cache.close()
  const stores = { account, outbox: new OutboxDb(account), cache: new CacheDb(account) }
  useStores.setState({ stores })
  return stores
}

/** Nobody is signed in: the cache goes; the outbox too, unless what waits in it is to be kept sealed for its account. */
export async function closeStores(waiting: 'keep' | 'discard'): Promise<void> {
  const open = currentStores()
  useStores.setState({ stores: null })
  if (!open) return
  const { outbox } = open
  // Another tab may ask for something up to this moment. A queue that cannot be read is kept.
  const ended = await withHandle(outbox, () => endQueue(outbox, waiting)).catch(() => waiting === 'discard')
  outbox.close()
  open.cache.close()
  await CacheDb.delete(cacheName(open.account))
  if (ended) await OutboxDb.delete(outboxName(open.account))
}

/** Deletes the databases that a test on their names picks. */
export async function dropCaches(test: (name: string) => Promise<boolean>): Promise<void> {
  for (const name of await CacheDb.getDatabaseNames()) if (await test(name)) await CacheDb.delete(name)
}
