import type { MoveState } from 'shared/booking/move-life.ts'
import { statement } from '../db/statement.ts'

/** A move that waits, or waited, for its card payment. */
export interface MoveRow {
  /** The card payment's id. */
  readonly payment: string
  readonly booking: string
  readonly status: MoveState
  readonly departure: string
  readonly board: number
  readonly alight: number
  /** Minor units: of the new ride; to be paid by card; kept of that by the agency. */
  readonly price: number
  readonly more: number
  readonly fee: number
  readonly wish: number
  readonly held_until: number
  readonly made_at: number
}
const columns = [
  'payment',
  'booking',
  'status',
  'departure',
  'board',
  'alight',
  'price',
  'more',
  'fee',
  'wish',
  'held_until',
  'made_at',
] as const satisfies readonly (keyof MoveRow)[]

export const insertMove = statement<MoveRow>((k, p) =>
  k('booking_move').insert(Object.fromEntries(columns.map((column) => [column, p(column)]))),
)
export const moveByPayment = statement<{ payment: string }, MoveRow>((k, p) =>
  k('booking_move')
    .select(columns)
    .where({ payment: p('payment') }),
)
/** The move a booking waits for. */
export const heldMove = statement<{ booking: string }, MoveRow>((k, p) =>
  k('booking_move')
    .select(columns)
    .where({ booking: p('booking'), status: 'held' }),
)
/** Moves to a departure that wait, in the order in which they are locked. */
export const heldMovesTo = statement<{ departure: string }, MoveRow>((k, p) =>
  k('booking_move')
    .select(columns)
    .where({ departure: p('departure'), status: 'held' })
    .orderBy('booking'),
)
export const overdueMoves = statement<{ now: number }, { payment: string }>((k, p) =>
  k('booking_move')
    .select('payment')
    .where({ status: 'held' })
    .where('held_until', '<=', p('now'))
    .orderBy(['held_until', 'payment'])
    .limit(100),
)
export const setMoveStatus = statement<{ payment: string; status: string }>((k, p) =>
  k.raw('update booking_move set status = ? where payment = ?', [p('status'), p('payment')]),
)
/** Seats kept by moves of an account to a departure, which count as its own. */
export const seatsMovingTo = statement<{ account: string; departure: string }, { seats: number }>((k, p) =>
  k.raw(
    `select count(*) as seats from booking_move m
     join booking b on b.id = m.booking
     join booking_move_seat s on s.payment = m.payment
     where m.departure = ? and m.status = 'held' and b.account = ?`,
    [p('departure'), p('account')],
  ),
)

interface MoveSeat {
  readonly payment: string
  /** In the order of those who travel. */
  readonly position: number
  readonly seat: string
}
export const insertMoveSeat = statement<MoveSeat>((k, p) =>
  k('booking_move_seat').insert({ payment: p('payment'), position: p('position'), seat: p('seat') }),
)
export const moveSeats = statement<{ payment: string }, { seat: string }>((k, p) =>
  k('booking_move_seat')
    .select('seat')
    .where({ payment: p('payment') })
    .orderBy('position'),
)
