import type { Scope } from 'shared/sync/scope.ts'
import { create } from 'zustand'

export interface SyncState {
  /** False when the browser says so, or when the last contact met no network. A hint, never a gate. */
  readonly online: boolean
  readonly phase: 'idle' | 'exchanging' | 'waiting' | 'needs-sign-in'
  /** Last good answer of the server, by the phone's clock. */
  readonly lastExchangeAt: number | null
  readonly offlineSince: number | null
  /** Set when something waits although the browser says online, and no answer came for 60 s. */
  readonly stuckSince: number | null
}

export const useSync = create<SyncState>()(() => ({
  online: true,
  phase: 'idle',
  lastExchangeAt: null,
  offlineSince: null,
  stuckSince: null,
}))

/** One exchange now, whatever the back-off says. Resolves when it ended, well or not. */
export async function syncNow(): Promise<void> {}

/** Keeps the scopes fresh until the returned function is called; an exchange follows soon. */
export function follow(scopes: readonly Scope[]): () => void {
  void scopes
  return () => {}
}
