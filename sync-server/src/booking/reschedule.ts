import { grant, refuse, type Result } from 'shared/base/result.ts'
import { boundBy, moving, type Quote } from 'shared/booking/changes.ts'
import type { RescheduleIntent } from 'shared/booking/intents.ts'
import type { Reader, Tx } from '../db/transact.ts'
import { anyoneBoarded } from '../tickets/boarded.ts'
import { dropMoveOf } from './drop-move.ts'
import { holdMove } from './hold-move.ts'
import { move, type MoveWorld, type Plan, planMove } from './move.ts'
import { keptAt, type Terms, termsOf } from './terms.ts'

export interface RescheduleAsk extends RescheduleIntent {
  readonly account: string
}

export interface Rescheduled {
  readonly booking: string
  readonly departure: string
  readonly seats: readonly string[]
  readonly wish: number
  /** The new seats are kept until then for the card payment, and the booking stays as it is. */
  readonly heldUntil?: number
}

/**
 * Move a booking to another departure of its agency, in one unit: it keeps its id, its tickets are replaced, the
 * difference and a fee by the ladder are charged or given back, bound to the quote that was shown. Where the difference is
 * paid by card, the new seats are held until the money comes. A move that waits is dropped for this one. Refused, it stays
 * as it was. To be run within `attempt`.
 * Refusals: unknown-booking, quote-changed, those of moving(), planMove() and charge().
 */
export async function reschedule(tx: Tx, world: MoveWorld, ask: RescheduleAsk): Promise<Result<Rescheduled>> {
  const { booking } = ask
  await dropMoveOf(tx, world, booking)
  const asked = await consider(tx, world, ask, tx.now)
  if (!asked.ok) return asked
  const { terms, plan } = asked.value
  const bound = boundBy(plan.quote, ask.quote)
  if (!bound.ok) return refuse(bound.code, { ...bound.data, booking })
  const byCard = ask.pay === 'card' && plan.quote.back.amount < 0
  const moved = byCard ? await holdMove(tx, world, terms, plan) : await move(tx, world, terms, plan)
  if (!moved.ok) return refuse(moved.code, { ...moved.data, booking })
  const { seats, wish, departure } = plan.choice
  return grant({ booking, departure: departure.id, seats, wish, ...moved.value })
}

/** What moving would cost now. Refusals: as reschedule(). */
export async function quoteMove(
  reader: Reader,
  world: Pick<MoveWorld, 'timetables' | 'config'>,
  ask: Omit<RescheduleAsk, 'quote'>,
  now: number,
): Promise<Result<Quote>> {
  const asked = await consider(reader, world, ask, now)
  return asked.ok ? grant(asked.value.plan.quote) : asked
}

async function consider(
  reader: Reader,
  world: Pick<MoveWorld, 'timetables' | 'config'>,
  ask: Omit<RescheduleAsk, 'quote'>,
  now: number,
): Promise<Result<{ terms: Terms; plan: Plan }>> {
  const { booking, account } = ask
  const terms = await termsOf(reader, world, booking)
  if (!terms || terms.row.account !== account) return refuse('unknown-booking')
  const { row, leavesAt } = terms
  const boarded = await anyoneBoarded(reader, booking)
  const allowed = moving({ status: row.status, leavesAt, boarded, choice: row.choice !== null }, now)
  if (!allowed.ok) return refuse(allowed.code, { ...allowed.data, booking })
  const kept = { ...keptAt(terms, 'move', now), waived: row.choice !== null }
  const plan = await planMove(reader, world, terms, { ride: ask, kept, now })
  return plan.ok ? grant({ terms, plan: plan.value }) : refuse(plan.code, { ...plan.data, booking })
}
