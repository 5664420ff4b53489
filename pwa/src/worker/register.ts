import { now } from '../local/clock.ts'
import { onQueued } from '../local/outbox.ts'
import { oldestUnsent } from '../local/queue.ts'
import { currentStores } from '../local/stores.ts'
import { nameOf, note } from '../sync/notes.ts'
import { syncTag } from './sync-tag.ts'
import { offerUpdate } from './update.ts'

/** How often a long-open page looks for a new version. */
const lookEveryMs = 30 * 60_000

/** Registers the service worker once the page has loaded, and watches for a new version of it. */
export function registerWorker(): void {
  reloadOnceOnMissingChunk()
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  onQueued(() => void askForBackgroundSync())
  document.addEventListener('visibilitychange', () => void askWhenLeft())
  void (async () => {
    try {
      const registration = await navigator.serviceWorker.register('/service-worker.js', { scope: '/' })
      watch(registration)
      setInterval(() => void registration.update().catch(() => undefined), lookEveryMs)
    } catch (error) {
      note('no-worker', nameOf(error), now())
    }
  })()
}

/** Chromium's Background Sync, which the DOM's types do not know. */
interface WithSync extends ServiceWorkerRegistration {
  readonly sync: { register(tag: string): Promise<void> }
}
const canSync = (registration: ServiceWorkerRegistration): registration is WithSync => 'sync' in registration

/**
 * Where the browser can (Chromium), what waits is sent even after the page is closed. Asks the worker that is there:
 * to register it anew may wait for a network.
 */
async function askForBackgroundSync(): Promise<void> {
  const registration = await navigator.serviceWorker.ready
  if (canSync(registration)) await registration.sync.register(syncTag).catch(() => undefined)
}

/** An earlier wish may be used up, or given up by the browser: whoever leaves with something unsent asks anew. */
async function askWhenLeft(): Promise<void> {
  const stores = currentStores()
  if (document.visibilityState !== 'hidden' || !stores) return
  const oldest = await oldestUnsent(stores.outbox).catch(() => null)
  if (oldest !== null) await askForBackgroundSync()
}

/** A worker that waits while another one serves this page is an update; the first install is none. */
function watch(registration: ServiceWorkerRegistration): void {
  const offer = (worker: ServiceWorker | null) => {
    if (worker && navigator.serviceWorker.controller) offerUpdate(worker)
  }
  offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') offer(worker)
    })
  })
}

const reloaded = 'wayfare-reloaded'

/** A chunk of an older version is gone after an update in another tab: load the page anew, once. */
function reloadOnceOnMissingChunk(): void {
  addEventListener('vite:preloadError', (event) => {
    if (sessionStorage.getItem(reloaded) || navigator.onLine === false) return
    sessionStorage.setItem(reloaded, '1')
    event.preventDefault()
    location.reload()
  })
  addEventListener('load', () => setTimeout(() => sessionStorage.removeItem(reloaded), 10_000))
}
