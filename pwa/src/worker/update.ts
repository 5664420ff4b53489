import { create } from 'zustand'

export interface Update {
  /** A new version is installed and waits. */
  readonly ready: boolean
  /** Starts the new version; the page reloads. */
  restart(): void
}

export const useUpdate = create<Update>()(() => ({ ready: false, restart: () => {} }))

/** Tells the screen of a worker that waits. It takes over only when the person says so. */
export function offerUpdate(waiting: ServiceWorker): void {
  const restart = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    waiting.postMessage({ type: 'take-over' })
  }
  useUpdate.setState({ ready: true, restart })
}
