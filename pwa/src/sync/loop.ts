import type { Scope } from 'shared/sync/scope.ts'
import { create } from 'zustand'
import { now } from '../local/clock.ts'
import { onQueued } from '../local/outbox.ts'
import { remember } from '../local/remember.ts'
import { currentStores, type Stores } from '../local/stores.ts'
import { followed } from './followed.ts'
import type { Running } from './run.ts'
import { atRest, type SyncState } from './state.ts'
import type { Tokens } from './ports.ts'

/**
 * What screens see of the exchange. The engine itself comes in its own chunk after the first paint.
 */
export const useSync = create<SyncState>()(() => atRest)

let running: Promise<Running> | undefined

/** Starts the exchange for the person who signed in. */
export function startSync(stores: Stores, tokens: Tokens): void {
  const before = running
  const starting = (async () => {
    await (await before)?.stop()
    await screenDrawn()
    const { runSync } = await import('./run.ts')
    return runSync(stores, { tokens, show: (change) => useSync.setState(change) })
  })()
  running = starting
  starting.catch(() => {
    // The chunk did not come (offline before it was cached): the next trigger tries again.
    if (running === starting) running = undefined
  })
}

/** What the person wants to see comes first: a ticket at the door does not wait for the exchange to load. */
const screenDrawn = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 1000 })
    else setTimeout(resolve, 200)
  })

/** Ends it: the person signed out. */
export async function stopSync(): Promise<void> {
  const before = running
  running = undefined
  await (await before?.catch(() => undefined))?.stop()
  useSync.setState(atRest)
}

/** One exchange now, whatever the back-off and the browser say. Resolves when it ended, well or not. */
export const syncNow = (): Promise<void> => kick('wanted')

async function kick(wanted?: 'wanted'): Promise<void> {
  await (await running?.catch(() => undefined))?.kick(wanted)
}

/**
 * Keeps the scopes fresh until the returned function is called; an exchange follows soon. A manifest is a departure the
 * conductor picked, and a single departure one the person opened: these stay followed after the screen is left.
 */
export function follow(scopes: readonly Scope[]): () => void {
  const stop = followed.add(scopes)
  const kept = scopes.filter((scope) => scope.startsWith('manifest:') || scopes.length === 1)
  const stores = currentStores()
  if (stores && kept.length > 0) void remember(stores.cache, kept, now()).catch(() => undefined)
  void syncSoon()
  return stop
}

let soon: Promise<void> | undefined

/** Several wishes of one moment share one exchange. */
function syncSoon(): Promise<void> {
  soon ??= new Promise<void>((resolve) => setTimeout(resolve, 50)).then(() => {
    soon = undefined
    return kick()
  })
  return soon
}

onQueued(() => void kick())
