import { money } from 'shared/base/money.ts'
import { must } from 'shared/base/result.ts'
import { grant, type Result } from 'shared/base/result.ts'
import { step } from 'shared/booking/booking.ts'
import { leavesAt } from 'shared/booking/sale.ts'
import type { Tx } from '../db/transact.ts'
import { allocate } from '../inventory/allocate.ts'
import { meetAtDeparture, soldDeparture } from '../inventory/departures.ts'
import { charge } from '../payments/charge.ts'
import { keepFee } from '../payments/keep-fee.ts'
import { anyoneBoarded } from '../tickets/boarded.ts'
import { insertMove, insertMoveSeat, type MoveRow, moveSeats, setMoveStatus } from './move-store.ts'
import { leaveOldSeats, type MoveWorld, type Plan, seatsOfPlan, takeRide } from './move.ts'
import { setRev } from './store.ts'
import { type Terms, termsOf } from './terms.ts'

/**
 * Keep the seats of another ride until its difference was paid by card: until the hold ends, or one of the two coaches
 * leaves. The booking stands on its old ride meanwhile. Refusals: seats-taken, payment-not-offered.
 */
export async function holdMove(
  tx: Tx,
  world: MoveWorld,
  terms: Terms,
  plan: Plan,
): Promise<Result<{ heldUntil: number }>> {
  const { row, sold } = terms
  const { choice, quote, price } = plan
  const given = await allocate(tx, plan.sold, { booking: row.id, ...seatsOfPlan(plan) })
  if (!given.ok) return given
  const more = -quote.back.amount
  const charged = await charge(tx, world, {
    booking: row.id,
    account: row.account,
    agency: sold.departure.agency.id,
    amount: money(more, row.currency),
    pay: 'card',
    until: Math.min(terms.leavesAt, leavesAt(choice.board, plan.sold.running)),
  })
  if (!charged.ok) return charged
  const payment = must(charged.value.payment, 'card payment of move')
  const heldUntil = must(charged.value.heldUntil, 'end of hold')
  await tx.run(insertMove, {
    payment,
    booking: row.id,
    status: 'held',
    departure: choice.departure.id,
    board: choice.board.index,
    alight: choice.alight.index,
    price,
    more,
    fee: quote.fee.amount,
    wish: choice.wish,
    held_until: heldUntil,
    made_at: tx.now,
  })
  for (const [position, seat] of choice.seats.entries()) await tx.run(insertMoveSeat, { payment, position, seat })
  await tx.run(setRev, { id: row.id })
  tx.changed('booking', row.id)
  return grant({ heldUntil })
}

/**
 * Whether a move that waits can be carried out when its money comes: the booking stands as it did, and nobody of it has
 * boarded the old coach. Otherwise the money goes back. @returns the booking's terms when it can.
 */
export async function movableNow(tx: Tx, world: MoveWorld, move: MoveRow): Promise<Terms | undefined> {
  if (move.status !== 'held') return undefined
  const terms = must(await termsOf(tx, world, move.booking), 'booking of move')
  for (const id of [...new Set([terms.row.departure, move.departure])].sort()) await meetAtDeparture(tx, id)
  const { row } = terms
  const stands = 'stays' in step(row.status, 'move') && row.choice === null && row.due === 0
  return stands && !(await anyoneBoarded(tx, row.id)) ? terms : undefined
}

/** The money came: the booking takes the new ride. */
export async function finishMove(tx: Tx, world: MoveWorld, move: MoveRow, terms: Terms): Promise<void> {
  const { row, sold } = terms
  const { payment, fee, more, price } = move
  const of = (amount: number) => money(amount, row.currency)
  const { departure } = must(await soldDeparture(tx, world.timetables, move.departure), 'departure of move')
  const seats = (await tx.all(moveSeats, { payment })).map(({ seat }) => seat)
  const board = must(departure.calls[move.board], 'boarding stop of move')
  const alight = must(departure.calls[move.alight], 'alighting stop of move')
  await tx.run(setMoveStatus, { payment, status: 'done' })
  await leaveOldSeats(tx, terms)
  const about = { booking: row.id, account: row.account, agency: sold.departure.agency.id, what: `move-${row.rev}` }
  await keepFee(tx, { ...about, fee: of(fee) })
  const quote = { fee: of(fee), back: of(-more), dueAfter: of(0) }
  await takeRide(tx, world, terms, { choice: { departure, board, alight, seats }, price, quote })
}
