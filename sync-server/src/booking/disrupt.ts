import { grant, type Result } from 'shared/base/result.ts'
import { step } from 'shared/booking/booking.ts'
import { leavesAt } from 'shared/booking/sale.ts'
import type { BookingChoice } from 'shared/records.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { departureFor, markCancelled, markDelayed } from '../inventory/change-departure.ts'
import { withdraw } from './choose.ts'
import { dropMoveOf, dropMovesTo } from './drop-move.ts'
import { lineMoved } from './wait.ts'
import { serveWaiting, type ServeWorld } from './serve-waiting.ts'
import { type BookingRow, setChoice, standingOn } from './store.ts'
import { type Terms, termsOf } from './terms.ts'

export type DisruptWorld = ServeWorld

/** What became of the bookings of a departure that was changed. */
export interface Disrupted {
  /** Passengers are asked what now. */
  readonly asked: readonly string[]
  /** Cancelled at once, everything given back. */
  readonly withdrawn: readonly string[]
}

const hour = 3_600_000
const minute = 60_000
/** How long a passenger has to choose when the operator says nothing else. */
export const choiceTime = 24 * hour
/** From so many minutes on a delay is a reason to choose anew. */
export const delayOfChoice = 60

const isOver = ({ row, sold }: Terms, now: number): boolean =>
  row.ends_at + (sold.running.delayMinutes ?? 0) * minute <= now

/** Ask the passenger what now; a booking that is held is withdrawn instead, for nobody has paid for it yet. */
export async function ask(
  tx: Tx,
  world: DisruptWorld,
  terms: Terms,
  { reason, until, otherwise }: Omit<BookingChoice, 'answers'>,
): Promise<'asked' | 'withdrawn'> {
  const { id, status } = terms.row
  if ('to' in step(status, 'disrupt')) {
    await withdraw(tx, world, terms)
    return 'withdrawn'
  }
  await dropMoveOf(tx, world, id)
  await tx.run(setChoice, { id, choice: reason, until, otherwise })
  tx.changed('booking', id)
  return 'asked'
}

async function standing(tx: Tx, world: Pick<Context, 'timetables'>, departure: string): Promise<Terms[]> {
  const all: Terms[] = []
  for (const { id } of await tx.all(standingOn, { departure })) {
    const terms = await termsOf(tx, world, id)
    if (terms && !isOver(terms, tx.now)) all.push(terms)
  }
  return all
}

export interface CancelDeparture {
  readonly departure: string
  /** Until when passengers may choose; null: none may, everybody's money goes back at once. */
  readonly until: number | null
}

/**
 * The departure does not run. Its passengers choose another or their money until a deadline; then the money goes back by
 * itself. Twice is once. Refusals: unknown-departure, departed.
 */
export async function cancelDeparture(
  tx: Tx,
  world: DisruptWorld,
  { departure, until }: CancelDeparture,
): Promise<Result<Disrupted>> {
  const found = await departureFor(tx, world.timetables, { id: departure, event: 'cancel' })
  if (!found.ok) return found
  if (found.value === 'already') return grant({ asked: [], withdrawn: [] })
  await markCancelled(tx, departure)
  await dropMovesTo(tx, world, departure)
  const asked: string[] = []
  const withdrawn: string[] = []
  for (const terms of await standing(tx, world, departure)) {
    const { id } = terms.row
    if (until === null) {
      await withdraw(tx, world, terms)
      withdrawn.push(id)
      continue
    }
    const done = await ask(tx, world, terms, { reason: 'departure-cancelled', until, otherwise: 'refund' })
    ;(done === 'asked' ? asked : withdrawn).push(id)
  }
  // The line closes with the departure.
  await serveWaiting(tx, world, departure)
  return grant({ asked, withdrawn })
}

export interface DelayDeparture {
  readonly departure: string
  /** 0: on time again. */
  readonly minutes: number
}

/**
 * The departure is late at every stop. From an hour on, who has still to board may choose another departure or their money
 * until it leaves; without an answer the booking stands. Refusals: unknown-departure, cancelled, departed.
 */
export async function delayDeparture(
  tx: Tx,
  world: DisruptWorld,
  { departure, minutes }: DelayDeparture,
): Promise<Result<Disrupted>> {
  const found = await departureFor(tx, world.timetables, { id: departure, event: 'delay' })
  if (!found.ok) return found
  await markDelayed(tx, departure, minutes === 0 ? null : minutes)
  const asked: string[] = []
  for (const terms of await standing(tx, world, departure)) {
    const { row } = terms
    const leaves = boardingAt(terms, minutes)
    if (row.status !== 'confirmed' || leaves <= tx.now || (row.choice !== null && row.choice !== 'delayed')) continue
    if (minutes < delayOfChoice) await noLongerAsked(tx, row)
    else {
      await ask(tx, world, terms, { reason: 'delayed', until: leaves, otherwise: 'keep' })
      asked.push(row.id)
    }
  }
  // The line closes later, or earlier.
  await lineMoved(tx, departure)
  return grant({ asked, withdrawn: [] })
}

function boardingAt({ row, sold }: Terms, delayMinutes: number): number {
  const board = sold.departure.calls[row.board]
  return board ? leavesAt(board, { status: 'scheduled', delayMinutes }) : 0
}

async function noLongerAsked(tx: Tx, { id, choice }: BookingRow): Promise<void> {
  if (choice === null) return
  await tx.run(setChoice, { id, choice: null, until: null, otherwise: null })
  tx.changed('booking', id)
}
