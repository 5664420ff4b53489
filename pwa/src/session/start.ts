import { shelf } from '../local/stores.ts'
import { shelved } from '../local/packs.ts'
import { now } from '../local/clock.ts'
import { dropOldCaches } from '../local/old-caches.ts'
import { useSync } from '../sync/loop.ts'
import { registerWorker } from '../worker/register.ts'
import { startSession } from './session.ts'
import { useSession } from './state.ts'

/** Packs change with an import, a few times a month; without an account they are asked about this often. */
const packsEveryMs = 3_600_000

/** All that begins after the first paint: who is signed in, timetables, the worker. Call once. */
export async function start(): Promise<void> {
  await startSession()
  registerWorker()
  watchNetworkAsGuest()
  const look = () => packs().catch(() => undefined)
  addEventListener('online', () => void look())
  await look()
  await dropOldCaches().catch(() => undefined)
}

/** Without an account nobody tells of new packs, so they are asked for; so they are when there are none at all. */
async function packs(): Promise<void> {
  const list = await shelved(shelf)
  const signedIn = useSession.getState().phase === 'signed-in'
  if (list && (signedIn || now() - list.syncedAt < packsEveryMs)) return
  const { refreshAnonymously } = await import('../sync/fetch-packs.ts')
  await refreshAnonymously(shelf)
}

/** Without an account no exchange tells of the network: the browser's own word is shown. */
function watchNetworkAsGuest(): void {
  const look = () => {
    if (useSession.getState().phase !== 'signed-out') return
    const online = navigator.onLine !== false
    const { offlineSince } = useSync.getState()
    useSync.setState({ online, offlineSince: online ? null : (offlineSince ?? now()) })
  }
  addEventListener('online', look)
  addEventListener('offline', look)
  useSession.subscribe(look)
  look()
}
