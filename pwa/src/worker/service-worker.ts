import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { drainInBackground } from './drain.ts'
import { syncTag } from './sync-tag.ts'

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: Parameters<typeof precacheAndRoute>[0]
}

/** Background Sync is not in the DOM's types; Chromium alone has it, so nothing relies on it. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string
}
const isSync = (event: Event): event is SyncEvent => 'tag' in event

// The shell, every lazy chunk, fonts and wasm: after the first visit each screen opens without a network.
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/api\//] }))

// A new version waits until the person restarts the app; only the very first one takes the page at once.
self.addEventListener('message', (event) => {
  const message: unknown = event.data
  if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'take-over')
    void self.skipWaiting()
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('sync', (event) => {
  if (isSync(event) && event.tag === syncTag) event.waitUntil(drainInBackground())
})
