/** What the screen may say about the exchange. */
export interface SyncState {
  /** False when the browser says so, or when the last contact met no network. A hint, never a gate. */
  readonly online: boolean
  readonly phase: 'idle' | 'exchanging' | 'waiting' | 'needs-sign-in'
  /** Last good answer of the server, by the phone's clock. */
  readonly lastExchangeAt: number | null
  readonly offlineSince: number | null
  /** Set when something waits although the browser says online, and no answer came for 60 s. */
  readonly stuckSince: number | null
  /** The server no longer answers for this version of the app: its queue still goes up, but a newer one is needed. */
  readonly outdated: boolean
}

export const atRest: SyncState = {
  online: true,
  phase: 'idle',
  lastExchangeAt: null,
  offlineSince: null,
  stuckSince: null,
  outdated: false,
}
