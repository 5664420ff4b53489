import { create } from 'zustand'

export interface Update {
  /** A new version is installed and waits. */
  readonly ready: boolean
  /** Starts the new version; the page reloads. */
  restart(): void
}

export const useUpdate = create<Update>()(() => ({ ready: false, restart: () => {} }))
