import { statement } from '../db/statement.ts'

export interface TicketRow {
  readonly id: string
  readonly booking: string
  readonly account: string
  readonly departure: string
  readonly reference: string
  readonly status: 'valid' | 'cancelled' | 'superseded'
  readonly rev: number
  readonly name: string
  readonly phone_tail: string | null
  readonly seat: string
  readonly board: number
  readonly alight: number
  /** Minor units to be paid on board, and what of them is still owed. */
  readonly owed: number
  readonly due: number
  readonly currency: string
  readonly issued_at: number
  readonly expires_at: number
  readonly status_at: number | null
  readonly replaced_by: string | null
  readonly text: string
}

const columns = [
  'id',
  'booking',
  'account',
  'departure',
  'reference',
  'status',
  'rev',
  'name',
  'phone_tail',
  'seat',
  'board',
  'alight',
  'owed',
  'due',
  'currency',
  'issued_at',
  'expires_at',
  'status_at',
  'replaced_by',
  'text',
] as const satisfies readonly (keyof TicketRow)[]

export const insertTicket = statement<TicketRow>((k, p) =>
  k('ticket').insert(Object.fromEntries(columns.map((column) => [column, p(column)]))),
)
export const ticketById = statement<{ id: string }, TicketRow>((k, p) =>
  k('ticket')
    .select(columns)
    .where({ id: p('id') }),
)
export const ticketsOfBooking = statement<{ booking: string }, TicketRow>((k, p) =>
  k('ticket')
    .select(columns)
    .where({ booking: p('booking') })
    .orderBy('id'),
)
export const setStatus = statement<{ id: string; status: string; due: number; now: number }>((k, p) =>
  k.raw('update ticket set status = ?, due = ?, status_at = ? where id = ?', [
    p('status'),
    p('due'),
    p('now'),
    p('id'),
  ]),
)
/** Replaced by another: it owes nothing any more, for that one does. */
export const setSuperseded = statement<{ id: string; by: string; now: number }>((k, p) =>
  k.raw(`update ticket set status = 'superseded', due = 0, status_at = ?, replaced_by = ? where id = ?`, [
    p('now'),
    p('by'),
    p('id'),
  ]),
)
/**
 * Units that judge a ticket by what was recorded of it meet at its row, which each of them writes: a ticket may be shown
 * on two departures at once, and then they have no scope in common.
 */
export const meetAtTicket = statement<{ id: string }>((k, p) =>
  k.raw('update ticket set status = status where id = ?', [p('id')]),
)
export const setDue = statement<{ id: string; due: number }>((k, p) =>
  k.raw('update ticket set due = ? where id = ?', [p('due'), p('id')]),
)

export interface EventRow {
  readonly id: string
  readonly ticket: string
  readonly departure: string
  readonly kind: string
  /** JSON of the fact as the device told it, without the scanned code. */
  readonly fact: string
  readonly account: string
  readonly by_name: string
  readonly recorded_at: number
  /** JSON: list of flags. */
  readonly flags: string
}

const eventColumns = [
  'id',
  'ticket',
  'departure',
  'kind',
  'fact',
  'account',
  'by_name',
  'recorded_at',
  'flags',
] as const satisfies readonly (keyof EventRow)[]

export const insertEvent = statement<EventRow>((k, p) =>
  k('boarding_event')
    .insert(Object.fromEntries(eventColumns.map((column) => [column, p(column)])))
    .onConflict('id')
    .ignore(),
)
export const eventById = statement<{ id: string }, EventRow>((k, p) =>
  k('boarding_event')
    .select(eventColumns)
    .where({ id: p('id') }),
)
export const eventsOfTicket = statement<{ ticket: string }, EventRow>((k, p) =>
  k('boarding_event')
    .select(eventColumns)
    .where({ ticket: p('ticket') }),
)
export const setFlags = statement<{ id: string; flags: string }>((k, p) =>
  k.raw('update boarding_event set flags = ? where id = ?', [p('flags'), p('id')]),
)

export interface KeyRow {
  readonly kid: string
  readonly x: string
  readonly not_before: number
  readonly not_after: number
  readonly compromised: number
}
export const keyById = statement<{ kid: string }, KeyRow>((k, p) =>
  k('ticket_key')
    .select('kid', 'x', 'not_before', 'not_after', 'compromised')
    .where({ kid: p('kid') }),
)
export const putKey = statement<KeyRow>((k, p) =>
  k('ticket_key')
    .insert({
      kid: p('kid'),
      x: p('x'),
      not_before: p('not_before'),
      not_after: p('not_after'),
      compromised: p('compromised'),
    })
    .onConflict('kid')
    .merge(),
)
