import { statement } from '../db/statement.ts'
import { pageRows } from './store-pages.ts'

export interface LegRow {
  readonly departure: string
  readonly seat: string
  readonly leg: number
}

export const sharedLegs = statement<object, LegRow & { readonly holders: number }>((k) =>
  k.raw(
    `select departure, seat, leg, count(*) as holders from seat_leg
     group by departure, seat, leg having count(*) > 1 limit ${pageRows}`,
  ),
)

export interface StrayLeg extends LegRow {
  readonly booking: string
  readonly status: string | null
}
/** Legs whose holder does not live, or rides elsewhere, or on another seat, and does not wait to move there. */
export const strayLegs = statement<object, StrayLeg>((k) =>
  k.raw(
    `select s.departure, s.seat, s.leg, s.booking, b.status
     from seat_leg s
     left join booking b on b.id = s.booking and b.departure = s.departure
     where (b.id is null or b.status not in ('held', 'confirmed') or s.leg < b.board or s.leg >= b.alight
       or not exists (select 1 from booking_passenger p where p.booking = s.booking and p.seat = s.seat and p.cancelled_at is null))
       and not exists (select 1 from booking_move m join booking_move_seat o on o.payment = m.payment and o.seat = s.seat
         where m.booking = s.booking and m.departure = s.departure and m.status = 'held'
           and s.leg >= m.board and s.leg < m.alight)
     order by s.departure, s.seat, s.leg limit ${pageRows}`,
  ),
)

export interface LackingSeat {
  readonly id: string
  readonly seat: string
  readonly held: number
  readonly wanted: number
}
/** Seats of bookings that live, or wait to move, of which the booking does not hold every leg of its ride. */
export const lackingSeats = statement<object, LackingSeat>((k) =>
  k.raw(
    `select b.id as id, p.seat as seat, b.alight - b.board as wanted, count(s.leg) as held
     from booking b
     join booking_passenger p on p.booking = b.id and p.cancelled_at is null
     left join seat_leg s on s.departure = b.departure and s.seat = p.seat and s.booking = b.id
       and s.leg >= b.board and s.leg < b.alight
     where b.status in ('held', 'confirmed')
     group by b.id, p.position, p.seat, b.alight, b.board
     having count(s.leg) <> b.alight - b.board
     union all
     select m.booking as id, o.seat, m.alight - m.board as wanted, count(s.leg) as held
     from booking_move m
     join booking_move_seat o on o.payment = m.payment
     left join seat_leg s on s.departure = m.departure and s.seat = o.seat and s.booking = m.booking
       and s.leg >= m.board and s.leg < m.alight
     where m.status = 'held'
     group by m.payment, m.booking, o.position, o.seat, m.alight, m.board
     having count(s.leg) <> m.alight - m.board
     order by id, seat limit ${pageRows}`,
  ),
)

export interface TakenRow {
  readonly id: string
  /** JSON: seat label to mask of taken legs. */
  readonly taken: string
  /** JSON: the departure as sold. */
  readonly frozen: string
}
export const departuresAfter = statement<{ after: string }, TakenRow>((k, p) =>
  k('departure').select('id', 'taken', 'frozen').where('id', '>', p('after')).orderBy('id').limit(pageRows),
)
export interface HeldLeg {
  readonly seat: string
  readonly leg: number
  /** What the passenger of the booking is asked; null: nothing. */
  readonly choice: string | null
}
export const legsOf = statement<{ departure: string }, HeldLeg>((k, p) =>
  k('seat_leg')
    .leftJoin('booking', 'booking.id', 'seat_leg.booking')
    .select('seat', 'leg', 'choice')
    .where({ 'seat_leg.departure': p('departure') })
    .orderBy(['seat', 'leg']),
)
