import { statement } from '../db/statement.ts'
import { pageRows } from './store-pages.ts'

export interface StrayTicket {
  readonly id: string
  readonly booking: string
  readonly status: string | null
}
/** Good tickets that are not what their booking says. */
export const strayTickets = statement<object, StrayTicket>((k) =>
  k.raw(
    `select t.id, t.booking, b.status
     from ticket t left join booking b on b.id = t.booking
     where b.id is null or t.account <> b.account
       or (t.status = 'valid' and (b.status <> 'confirmed' or t.departure <> b.departure or t.reference <> b.reference
         or t.board <> b.board or t.alight <> b.alight or t.currency <> b.currency
         or not exists (select 1 from booking_passenger p where p.booking = b.id and p.ticket = t.id
           and p.seat = t.seat and p.cancelled_at is null)))
     order by t.id limit ${pageRows}`,
  ),
)

export interface Ticketless {
  readonly id: string
  readonly seat: string
  readonly ticket: string | null
  readonly status: string | null
}
/** Passengers of a confirmed booking without a good ticket of it. */
export const ticketless = statement<object, Ticketless>((k) =>
  k.raw(
    `select b.id, p.seat, p.ticket, t.status
     from booking b
     join booking_passenger p on p.booking = b.id and p.cancelled_at is null
     left join ticket t on t.id = p.ticket and t.booking = b.id
     where b.status = 'confirmed' and (t.id is null or t.status <> 'valid')
     order by b.id, p.seat limit ${pageRows}`,
  ),
)

export interface DebtRow {
  readonly id: string
  readonly status: string
  readonly price: number
  readonly due: number
  readonly tickets: number
}
/** Bookings that owe something else than their good tickets do. */
export const wrongDebts = statement<object, DebtRow>((k) =>
  k.raw(
    `select b.id, b.status, b.price, b.due, coalesce(sum(t.due), 0) as tickets
     from booking b left join ticket t on t.booking = b.id and t.status = 'valid'
     where b.status <> 'held'
     group by b.id, b.status, b.price, b.due
     having b.due <> coalesce(sum(t.due), 0) or b.due < 0 or b.due > b.price
     order by b.id limit ${pageRows}`,
  ),
)

export interface TicketRow {
  readonly id: string
  readonly booking: string
  readonly departure: string
  readonly reference: string
  readonly status: string
  readonly rev: number
  readonly seat: string
  readonly board: number
  readonly alight: number
  readonly owed: number
  readonly due: number
  readonly issued_at: number
  readonly expires_at: number
  readonly text: string
}
export const ticketsAfter = statement<{ after: string }, TicketRow>((k, p) =>
  k('ticket')
    .select('id', 'booking', 'departure', 'reference', 'status', 'rev', 'seat', 'board', 'alight', 'owed', 'due')
    .select('issued_at', 'expires_at', 'text')
    .where('id', '>', p('after'))
    .orderBy('id')
    .limit(pageRows),
)

export interface KeyRow {
  readonly kid: string
  readonly x: string
  readonly not_before: number
  readonly not_after: number
  readonly compromised: number
}
export const ticketKeys = statement<object, KeyRow>((k) =>
  k('ticket_key').select('kid', 'x', 'not_before', 'not_after', 'compromised'),
)

export interface EventRow {
  readonly id: string
  readonly ticket: string
  readonly departure: string
  readonly kind: string
  readonly fact: string
  readonly account: string
  readonly by_name: string
  readonly recorded_at: number
  readonly flags: string
}
const eventColumns = ['id', 'ticket', 'departure', 'kind', 'fact', 'account', 'by_name', 'recorded_at', 'flags']
export const eventsAfter = statement<{ after: string }, EventRow>((k, p) =>
  k('boarding_event').select(eventColumns).where('id', '>', p('after')).orderBy('id').limit(pageRows),
)
export const eventsOf = statement<{ ticket: string }, EventRow>((k, p) =>
  k('boarding_event')
    .select(eventColumns)
    .where({ ticket: p('ticket') })
    .orderBy('id'),
)
/** Tickets of which something was recorded, known or not. */
export const scannedAfter = statement<{ after: string }, { readonly id: string }>((k, p) =>
  k('boarding_event').distinct('ticket as id').where('ticket', '>', p('after')).orderBy('ticket').limit(pageRows),
)

/** Facts kept for a person whose intent was not told that they are. */
export const strayFacts = statement<object, { readonly id: string; readonly status: string | null }>((k) =>
  k.raw(
    `select f.id, i.status from fact_held f left join intent i on i.id = f.id
     where case when i.id is null
       then not exists (select 1 from sync_device d where d.id = f.device and d.pruned_through > 0)
       else i.status is null or i.status <> 'recorded' or i.account <> f.account end
     order by f.id limit ${pageRows}`,
  ),
)
/** Facts are never refused. */
export const refusedFacts = statement<object, { readonly id: string; readonly status: string | null }>((k) =>
  k.raw(
    `select id, status from intent where name = 'tickets.board' and (status is null or status <> 'recorded')
     order by id limit ${pageRows}`,
  ),
)
