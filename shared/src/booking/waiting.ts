import type { Life } from '../base/life.ts'

/** The life of a party in the waiting list of a full departure. */
export type WaitingState = 'waiting' | 'served' | 'withdrawn' | 'closed'

/** `serve`: seats came free and were booked for it. `close`: sales closed, or the departure was cancelled. */
export type WaitingEvent = 'serve' | 'leave' | 'close'

export const waitingLife: Life<WaitingState, WaitingEvent> = {
  waiting: { serve: { to: 'served' }, leave: { to: 'withdrawn' }, close: { to: 'closed' } },
  served: { serve: { same: true }, leave: { refuse: 'already-served' }, close: { same: true } },
  withdrawn: { serve: { same: true }, leave: { same: true }, close: { same: true } },
  closed: { serve: { same: true }, leave: { same: true }, close: { same: true } },
}

/** Most parties that wait for one departure, and most of them that one account has in all its lines. */
export const mostInLine = 50
export const mostWaiting = 3
