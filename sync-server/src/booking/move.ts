import { split } from 'shared/base/money.ts'
import { must } from 'shared/base/result.ts'
import { grant, refuse, type Result } from 'shared/base/result.ts'
import { moveQuote, type Quote } from 'shared/booking/changes.ts'
import { type Choice, chooseWish } from 'shared/booking/fallbacks.ts'
import type { BookIntent, RescheduleIntent } from 'shared/booking/intents.ts'
import type { Context } from '../context.ts'
import type { Reader, Tx } from '../db/transact.ts'
import { allocate, release } from '../inventory/allocate.ts'
import { type SoldDeparture, soldDeparture } from '../inventory/departures.ts'
import { charge } from '../payments/charge.ts'
import { keepFee } from '../payments/keep-fee.ts'
import { refund } from '../payments/refund.ts'
import { replaceTickets } from '../tickets/replace.ts'
import { seatsMovingTo } from './move-store.ts'
import { serveWaiting } from './serve-waiting.ts'
import { setMoved, setSeat, standing } from './store.ts'
import type { Terms } from './terms.ts'

export type MoveWorld = Pick<Context, 'timetables' | 'signer' | 'random' | 'config' | 'payments'>

/** The ride a booking is to take instead. */
export type OtherRide = Pick<RescheduleIntent, 'departure' | 'board' | 'alight' | 'wishes' | 'pay'>

/** A seat for everybody on another ride, and what it costs to take it. */
export interface Plan {
  readonly choice: Choice
  readonly sold: SoldDeparture
  /** What they pay for the new ride; at most what they paid, where the agency moves them. */
  readonly price: number
  readonly quote: Quote
}

/** What of a plan the booking has in the end. */
export interface NewRide {
  readonly choice: Pick<Choice, 'departure' | 'board' | 'alight' | 'seats'>
  readonly price: number
  readonly quote: Pick<Quote, 'fee' | 'back' | 'dueAfter'>
}

const noLimit = 1e12

/**
 * What taking another ride would come to. `kept`: the share the ladder keeps; `waived`: the agency changed the departure,
 * so a dearer ride costs no more. The ride may be on the same departure: then only seats that others left are free.
 * Refusals: those of chooseWish, other-agency, too-many-seats.
 */
export async function planMove(
  reader: Reader,
  { timetables, config }: Pick<MoveWorld, 'timetables' | 'config'>,
  terms: Terms,
  { ride, kept, now }: { ride: OtherRide; kept: { percent: number; until: number; waived: boolean }; now: number },
): Promise<Result<Plan>> {
  const { row, travelling } = terms
  const { departure, board, alight, wishes, pay } = ride
  const sold = await soldDeparture(reader, timetables, departure)
  if (!sold) return refuse('unknown-departure')
  if (sold.departure.agency.id !== terms.sold.departure.agency.id) return refuse('other-agency')
  const wanted: BookIntent = {
    departure,
    board,
    alight,
    wishes,
    pay,
    passengers: travelling.map(({ name }) => ({ name })),
    ceiling: { amount: noLimit, currency: row.currency },
  }
  const choice = chooseWish(wanted, new Map([[departure, sold]]), now)
  if (!choice.ok) return choice
  const mine = await reader.get(standing, { account: row.account, departure, now })
  const coming = await reader.get(seatsMovingTo, { account: row.account, departure })
  const others = Number(mine?.seats ?? 0) + Number(coming?.seats ?? 0) - (row.departure === departure ? row.seats : 0)
  const { seatsPerDeparture } = config.limits
  if (others + travelling.length > seatsPerDeparture) return refuse('too-many-seats', { limit: seatsPerDeparture })
  const { amount } = choice.value.price
  const price = kept.waived ? Math.min(amount, row.price) : amount
  const { due, currency } = row
  const onBoard = pay === 'on-board' || due > 0
  const quote = moveQuote({ oldPrice: row.price, newPrice: price, due, currency, onBoard, ...kept })
  return grant({ choice: choice.value, sold, price, quote })
}

/**
 * Carry a plan out: new seats first, then the old ones are free; the difference charged or given back; new tickets in
 * place of the old. Refusals: seats-taken, and those of charge().
 */
export async function move(tx: Tx, world: MoveWorld, terms: Terms, plan: Plan): Promise<Result<null>> {
  const given = await allocate(tx, plan.sold, { booking: terms.row.id, ...seatsOfPlan(plan) })
  if (!given.ok) return given
  await leaveOldSeats(tx, terms)
  const paid = await settleDifference(tx, world, terms, plan)
  if (!paid.ok) return paid
  await takeRide(tx, world, terms, plan)
  return grant(null)
}

export const seatsOfPlan = ({ choice: { seats, board, alight } }: Pick<Plan, 'choice'>) => {
  return { seats, board: board.index, alight: alight.index }
}

export function leaveOldSeats(tx: Tx, { row, sold, travelling }: Terms): Promise<void> {
  const seats = travelling.map((passenger) => passenger.seat)
  return release(tx, sold, { booking: row.id, seats, board: row.board, alight: row.alight })
}

/** The booking takes its new ride, whose seats it has and which is paid: new tickets in place of the old. */
export async function takeRide(tx: Tx, world: MoveWorld, terms: Terms, plan: NewRide): Promise<void> {
  const { row, travelling } = terms
  const { id } = row
  const { seats, departure, board, alight } = plan.choice
  const { dueAfter, fee, back } = plan.quote
  const parts = split(dueAfter.amount, travelling.length)
  const tickets = await replaceTickets(
    tx,
    world,
    { booking: id, account: row.account, reference: row.reference, departure, board, alight, currency: row.currency },
    travelling.map(({ name, phone, ticket }, i) => ({
      name,
      phone: phone ?? undefined,
      ticket: must(ticket, 'ticket of passenger'),
      seat: must(seats[i], 'seat'),
      due: must(parts[i], 'part of the debt'),
    })),
  )
  for (const [i, { position }] of travelling.entries()) {
    await tx.run(setSeat, { booking: id, position, seat: must(seats[i], 'seat'), ticket: must(tickets[i], 'ticket') })
  }
  await tx.run(setMoved, {
    id,
    departure: departure.id,
    board: board.index,
    alight: alight.index,
    ends_at: alight.arrivalAt,
    price: plan.price,
    due: dueAfter.amount,
    fee: fee.amount,
    back: Math.max(back.amount, 0),
  })
  tx.changed('booking', id)
  await serveWaiting(tx, world, row.departure)
}

/** Each change of a booking moves its revision on, so each posting of one has a key of its own. */
async function settleDifference(tx: Tx, world: MoveWorld, terms: Terms, plan: Plan): Promise<Result<null>> {
  const { row, sold } = terms
  const { fee, struck, back, dueAfter } = plan.quote
  const of = (amount: number) => ({ amount, currency: row.currency })
  const about = { booking: row.id, account: row.account, agency: sold.departure.agency.id, what: `move-${row.rev}` }
  if (back.amount < 0) {
    const charged = await charge(tx, world, { ...about, amount: of(-back.amount), pay: 'wallet' })
    if (!charged.ok) return charged
  }
  if (back.amount < 0 || dueAfter.amount > row.due) {
    await keepFee(tx, { ...about, fee })
    return grant(null)
  }
  if (row.price <= plan.price) return grant(null)
  await refund(tx, world, { ...about, amount: of(row.price - plan.price), due: struck, fee })
  return grant(null)
}
