import type { Life } from '../base/life.ts'

/** The life of a ticket. A replaced one is `superseded`; neither it nor a cancelled one becomes good again. */
export type TicketState = 'valid' | 'cancelled' | 'superseded'

/** What can happen to it. `board`, `undo` and `cash` are facts from the bus: never refused, at most flagged. */
export type TicketEvent = 'board' | 'undo' | 'cash' | 'cancel' | 'replace'

export const ticketLife: Life<TicketState, TicketEvent> = {
  valid: {
    board: { stays: true },
    undo: { stays: true },
    cash: { stays: true },
    cancel: { to: 'cancelled' },
    replace: { to: 'superseded' },
  },
  cancelled: {
    board: { flag: 'verdict-differs' },
    undo: { stays: true },
    cash: { flag: 'not-owed' },
    cancel: { same: true },
    replace: { same: true },
  },
  superseded: {
    board: { flag: 'verdict-differs' },
    undo: { stays: true },
    cash: { flag: 'not-owed' },
    cancel: { same: true },
    replace: { same: true },
  },
}
