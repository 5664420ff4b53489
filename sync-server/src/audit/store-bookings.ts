import { statement } from '../db/statement.ts'
import { pageRows } from './store-pages.ts'

export interface PartyRow {
  readonly id: string
  readonly seats: number
  readonly passengers: number
  readonly labels: number
}
export const unevenParties = statement<object, PartyRow>((k) =>
  k.raw(
    `select b.id, b.seats, count(p.position) as passengers, count(distinct p.seat) as labels
     from booking b left join booking_passenger p on p.booking = b.id and p.cancelled_at is null
     where b.status in ('held', 'confirmed')
     group by b.id, b.seats
     having count(p.position) <> b.seats or count(distinct p.seat) <> b.seats
     order by b.id limit ${pageRows}`,
  ),
)

export interface AskedRow {
  readonly id: string
  readonly account: string
  readonly name: string | null
  readonly status: string | null
  readonly asker: string | null
}
/**
 * Bookings whose intent does not say so. One that is not there may have been forgotten after its time; then its
 * account has a device of which outcomes were forgotten.
 */
export const unasked = statement<object, AskedRow>((k) =>
  k.raw(
    `select b.id, b.account, i.name, i.status, i.account as asker
     from booking b left join intent i on i.id = b.id
     where case when i.id is null
       then not exists (select 1 from sync_device d where d.account = b.account and d.pruned_through > 0)
       else i.name not in ('booking.book', 'booking.wait') or i.account <> b.account or i.status is null
         or i.status not in ('confirmed', 'held') end
     order by b.id limit ${pageRows}`,
  ),
)

export interface IntentRow {
  readonly id: string
  readonly what: string
}
/** What bears the id of an intent that was refused. */
export const traces = statement<object, IntentRow>((k) =>
  k.raw(
    `select i.id as id, 'a booking' as what from intent i join booking b on b.id = i.id where i.status = 'refused'
     union all
     select i.id as id, 'a ticket' as what from intent i join ticket t on t.booking = i.id where i.status = 'refused'
     union all
     select i.id as id, 'a posting' as what from intent i join ledger_posting l on l.booking = i.id
       where i.status = 'refused' and l.kind <> 'cash'
     union all
     select i.id as id, 'a fact' as what from intent i join fact_held f on f.id = i.id where i.status = 'refused'
     order by id limit ${pageRows}`,
  ),
)

/** Intents answered with a booking that is not there. */
export const vanished = statement<object, { readonly id: string; readonly account: string }>((k) =>
  k.raw(
    `select i.id, i.account from intent i left join booking b on b.id = i.id
     where i.name = 'booking.book' and i.status in ('confirmed', 'held') and b.id is null
     order by i.id limit ${pageRows}`,
  ),
)

export interface LeftOverRow {
  readonly id: string
  readonly departure: string
  readonly ends_at: number
}
/** Bookings that stand on a departure that does not run, and whose passengers nobody asks. */
export const leftOver = statement<{ after: string }, LeftOverRow>((k, p) =>
  k.raw(
    `select b.id, b.departure, b.ends_at from booking b join departure d on d.id = b.departure
     where d.status = 'cancelled' and b.status in ('held', 'confirmed') and b.choice is null and b.id > ?
     order by b.id limit ${pageRows}`,
    [p('after')],
  ),
)

/** Parties of waiting lists that came to a booking otherwise than they say. */
export const strayParties = statement<object, { readonly id: string; readonly status: string }>((k) =>
  k.raw(
    `select w.id, w.status from waiting_party w left join booking b on b.id = w.id and b.account = w.account
     where case when w.status = 'served' then b.id is null else b.id is not null end
     order by w.id limit ${pageRows}`,
  ),
)

export interface MovingRow {
  readonly booking: string
  readonly payment: string
  readonly why: string
}
/** Moves that wait for a card payment and could not be carried out, or have none to wait for. */
export const strayMoves = statement<object, MovingRow>((k) =>
  k.raw(
    `select m.booking, m.payment, case
       when b.status <> 'confirmed' then 'it is ' || b.status
       when b.choice is not null then 'its passenger is asked what now'
       when d.status <> 'scheduled' then 'the new departure does not run'
       when p.id is null then 'there is no such payment'
       else 'it has not as many seats' end as why
     from booking_move m
     join booking b on b.id = m.booking
     join departure d on d.id = m.departure
     left join payment p on p.id = m.payment and p.booking = m.booking and p.amount = m.more
     where m.status = 'held' and (b.status <> 'confirmed' or b.choice is not null or d.status <> 'scheduled'
       or p.id is null or b.seats <> (select count(*) from booking_move_seat s where s.payment = m.payment))
     order by m.booking limit ${pageRows}`,
  ),
)

export interface CancelRow {
  readonly id: string
  readonly account: string
  /** JSON. */
  readonly outcome: string
}
export const cancelsAfter = statement<{ after: string }, CancelRow>((k, p) =>
  k('intent')
    .select('id', 'account', 'outcome')
    .where({ name: 'booking.cancel', status: 'confirmed' })
    .where('id', '>', p('after'))
    .orderBy('id')
    .limit(pageRows),
)
export interface StateRow {
  readonly status: string
  readonly account: string
  /** Passengers who travel no more. */
  readonly gone: number
}
export const bookingState = statement<{ id: string }, StateRow>((k, p) =>
  k.raw(
    `select b.status, b.account,
       (select count(*) from booking_passenger p where p.booking = b.id and p.cancelled_at is not null) as gone
     from booking b where b.id = ?`,
    [p('id')],
  ),
)

export interface SoldRow {
  readonly id: string
  readonly departure: string
  readonly status: string
  readonly board: number
  readonly alight: number
  readonly booked_at: number
  readonly ends_at: number
}
export const soldAfter = statement<{ after: string }, SoldRow>((k, p) =>
  k('booking')
    .join('departure', 'departure.id', 'booking.departure')
    .select('booking.id', 'booking.departure', 'booking.status', 'board', 'alight', 'booked_at', 'ends_at')
    .where('booking.id', '>', p('after'))
    .orderBy('booking.id')
    .limit(pageRows),
)
export const frozenOf = statement<{ id: string }, { readonly frozen: string }>((k, p) =>
  k('departure')
    .select('frozen')
    .where({ id: p('id') }),
)
