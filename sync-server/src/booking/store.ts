import type { BookingChoice } from 'shared/records.ts'
import { statement } from '../db/statement.ts'

export interface BookingRow {
  readonly id: string
  readonly reference: string
  readonly account: string
  readonly departure: string
  readonly status: 'held' | 'confirmed' | 'cancelled' | 'expired'
  readonly board: number
  readonly alight: number
  readonly seats: number
  /** Minor units, the whole party. */
  readonly price: number
  readonly due: number
  readonly currency: string
  readonly pay: 'on-board' | 'wallet' | 'card'
  readonly wish: number
  /** JSON: list of { wish, code }. */
  readonly failed_wishes: string
  readonly booked_at: number
  readonly ends_at: number
  readonly held_until: number | null
  readonly cancelled_at: number | null
  readonly cancelled_by: 'passenger' | 'agency' | null
  /** Minor units kept, and given back, so far. */
  readonly fee: number
  readonly refunded: number
  /** An open question to the passenger. */
  readonly choice: BookingChoice['reason'] | null
  readonly choice_until: number | null
  readonly choice_otherwise: BookingChoice['otherwise'] | null
  readonly rev: number
}

const columns = [
  'id',
  'reference',
  'account',
  'departure',
  'status',
  'board',
  'alight',
  'seats',
  'price',
  'due',
  'currency',
  'pay',
  'wish',
  'failed_wishes',
  'booked_at',
  'ends_at',
  'held_until',
  'cancelled_at',
  'cancelled_by',
  'fee',
  'refunded',
  'choice',
  'choice_until',
  'choice_otherwise',
  'rev',
] as const satisfies readonly (keyof BookingRow)[]

/** No row when the reference is taken. */
export const insertBooking = statement<BookingRow>((k, p) =>
  k('booking')
    .insert(Object.fromEntries(columns.map((column) => [column, p(column)])))
    .onConflict('reference')
    .ignore(),
)
export const bookingById = statement<{ id: string }, BookingRow>((k, p) =>
  k('booking')
    .select(columns)
    .where({ id: p('id') }),
)
/** The latest 200 rides of an account. */
export const bookingsOf = statement<{ account: string }, BookingRow>((k, p) =>
  k('booking')
    .select(columns)
    .where({ account: p('account') })
    .orderBy([{ column: 'ends_at', order: 'desc' }, 'id'])
    .limit(200),
)
export const setCancelled = statement<{ id: string; now: number; by: string; fee: number; back: number }>((k, p) =>
  k.raw(
    `update booking set status = 'cancelled', due = 0, cancelled_at = ?, cancelled_by = ?, fee = fee + ?,
       refunded = refunded + ?, choice = null, choice_until = null, choice_otherwise = null, rev = rev + 1 where id = ?`,
    [p('now'), p('by'), p('fee'), p('back'), p('id')],
  ),
)
/** A part of the passengers is gone. */
export const setParted = statement<{
  id: string
  seats: number
  price: number
  due: number
  fee: number
  back: number
}>((k, p) =>
  k.raw(
    `update booking set seats = ?, price = ?, due = ?, fee = fee + ?, refunded = refunded + ?, rev = rev + 1
     where id = ?`,
    [p('seats'), p('price'), p('due'), p('fee'), p('back'), p('id')],
  ),
)
export const setDue = statement<{ id: string; due: number }>((k, p) =>
  k.raw('update booking set due = ?, rev = rev + 1 where id = ?', [p('due'), p('id')]),
)

/** The whole booking takes another ride; an open question is answered by it. */
export const setMoved = statement<{
  id: string
  departure: string
  board: number
  alight: number
  ends_at: number
  price: number
  due: number
  fee: number
  back: number
}>((k, p) =>
  k.raw(
    `update booking set departure = ?, board = ?, alight = ?, ends_at = ?, price = ?, due = ?, fee = fee + ?,
       refunded = refunded + ?, choice = null, choice_until = null, choice_otherwise = null, rev = rev + 1 where id = ?`,
    [p('departure'), p('board'), p('alight'), p('ends_at'), p('price'), p('due'), p('fee'), p('back'), p('id')],
  ),
)

/** A question to the passenger, or none: all three are null then. */
export const setChoice = statement<{
  id: string
  choice: string | null
  until: number | null
  otherwise: string | null
}>((k, p) =>
  k.raw('update booking set choice = ?, choice_until = ?, choice_otherwise = ?, rev = rev + 1 where id = ?', [
    p('choice'),
    p('until'),
    p('otherwise'),
    p('id'),
  ]),
)
export const setRev = statement<{ id: string }>((k, p) =>
  k.raw('update booking set rev = rev + 1 where id = ?', [p('id')]),
)
/** Bookings that stand on a departure, in the order in which they are locked. */
export const standingOn = statement<{ departure: string }, BookingRow>((k, p) =>
  k('booking')
    .select(columns)
    .where({ departure: p('departure') })
    .whereIn('status', ['held', 'confirmed'])
    .orderBy('id'),
)
/** Questions that nobody answered in time. */
export const overdueChoices = statement<{ now: number }, { id: string }>((k, p) =>
  k('booking').select('id').where('choice_until', '<=', p('now')).orderBy(['choice_until', 'id']).limit(100),
)

/** What an account holds that has not ended: seats on one departure, and bookings it has still to pay. */
export const standing = statement<
  { account: string; departure: string; now: number },
  { seats: number | null; unpaid: number | null }
>((k, p) =>
  k.raw(
    `select sum(case when departure = ? then seats end) as seats, sum(case when due > 0 or price = 0 then 1 end) as unpaid
     from booking where account = ? and ends_at > ? and status in ('held', 'confirmed')`,
    [p('departure'), p('account'), p('now')],
  ),
)

export interface PassengerRow {
  readonly booking: string
  readonly position: number
  readonly name: string
  readonly phone: string | null
  readonly category: string | null
  readonly seat: string
  readonly ticket: string | null
  readonly cancelled_at: number | null
}
const passengerColumns = [
  'booking',
  'position',
  'name',
  'phone',
  'category',
  'seat',
  'ticket',
  'cancelled_at',
] as const satisfies readonly (keyof PassengerRow)[]

export const insertPassenger = statement<PassengerRow>((k, p) =>
  k('booking_passenger').insert(Object.fromEntries(passengerColumns.map((column) => [column, p(column)]))),
)
export const passengersOf = statement<{ booking: string }, PassengerRow>((k, p) =>
  k('booking_passenger')
    .select(passengerColumns)
    .where({ booking: p('booking') })
    .orderBy('position'),
)
export const setPassengerCancelled = statement<{ booking: string; position: number; now: number }>((k, p) =>
  k.raw('update booking_passenger set cancelled_at = ? where booking = ? and position = ?', [
    p('now'),
    p('booking'),
    p('position'),
  ]),
)
/** Another seat, with the ticket that says so; a held booking has none yet. */
export const setSeat = statement<{ booking: string; position: number; seat: string; ticket: string | null }>((k, p) =>
  k.raw('update booking_passenger set seat = ?, ticket = ? where booking = ? and position = ?', [
    p('seat'),
    p('ticket'),
    p('booking'),
    p('position'),
  ]),
)
