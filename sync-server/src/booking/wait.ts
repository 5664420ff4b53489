import { must } from 'shared/base/result.ts'
import { grant, refuse, type Result } from 'shared/base/result.ts'
import { chooseWish } from 'shared/booking/fallbacks.ts'
import type { BookIntent, WaitIntent } from 'shared/booking/intents.ts'
import { mostInLine, mostWaiting, waitingLife } from 'shared/booking/waiting.ts'
import { seatsOf } from 'shared/inventory/seat-map.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { freeze, meetAtDeparture, soldDeparture } from '../inventory/departures.ts'
import { insertWaiting, lineOf, setWaitingEnded, waitingById, waitingOfAccount } from './waiting-store.ts'

export interface WaitAsk {
  /** The intent's id: the party and the booking it may come to bear it. */
  readonly id: string
  readonly account: string
  readonly intent: WaitIntent
}

/** What a party is booked with when seats come free: together, else any. */
export const bookingOfWait = (intent: WaitIntent): BookIntent => ({
  ...intent,
  wishes: [{ kind: 'together' }, { kind: 'any' }],
})

/**
 * A party waits for seats of a departure that is full for it. @returns its place in the line.
 * Refusals: not-full (book instead), not-enough (the vehicle is smaller than the party), line-full, and those of
 * chooseWish about the departure and the price.
 */
export async function wait(
  tx: Tx,
  { timetables }: Pick<Context, 'timetables'>,
  { id, account, intent }: WaitAsk,
): Promise<Result<{ waiting: string; place: number }>> {
  const { departure } = intent
  const sold = await soldDeparture(tx, timetables, departure)
  if (!sold) return refuse('unknown-departure')
  const choice = chooseWish(bookingOfWait(intent), new Map([[departure, sold]]), tx.now)
  if (choice.ok) return refuse('not-full', { freeSeats: choice.value.seats.length, asOf: tx.now })
  if (choice.code !== 'not-enough' || intent.passengers.length > seatsOf(sold.seatMap).length) return choice
  const line = await tx.all(lineOf, { departure })
  if (line.length >= mostInLine) return refuse('line-full', { limit: mostInLine })
  const mine = (await tx.all(waitingOfAccount, { account })).filter((row) => row.status === 'waiting')
  if (mine.length >= mostWaiting) return refuse('line-full', { limit: mostWaiting })
  if (!sold.frozen) await freeze(tx, sold)
  await meetAtDeparture(tx, departure)
  await tx.run(insertWaiting, {
    id,
    account,
    departure,
    status: 'waiting',
    // Who comes in the same millisecond comes after: the order of the line is the order of the units.
    since: Math.max(tx.now, (line.at(-1)?.since ?? -1) + 1),
    board: intent.board.index,
    alight: intent.alight.index,
    seats: intent.passengers.length,
    intent: JSON.stringify(intent),
    leaves_at: must(sold.departure.calls[intent.board.index], 'boarding stop').departureAt,
    ended_at: null,
    why: null,
    rev: 0,
  })
  tx.changed('waiting', id)
  return grant({ waiting: id, place: line.length + 1 })
}

/** A party leaves the line; twice is once. Refusals: unknown-booking, already-served. */
export async function leave(
  tx: Tx,
  { waiting, account }: { readonly waiting: string; readonly account: string },
): Promise<Result<{ waiting: string }>> {
  const row = await tx.get(waitingById, { id: waiting })
  if (!row || row.account !== account) return refuse('unknown-booking')
  const fate = waitingLife[row.status].leave
  if ('refuse' in fate) return refuse(fate.refuse, { booking: waiting })
  if (!('to' in fate)) return grant({ waiting })
  await meetAtDeparture(tx, row.departure)
  await tx.run(setWaitingEnded, { id: waiting, status: fate.to, now: tx.now, why: null })
  tx.changed('waiting', waiting)
  await lineMoved(tx, row.departure)
  return grant({ waiting })
}

/** What is told to those who wait is another now: their places, or when the line closes. */
export async function lineMoved(tx: Tx, departure: string): Promise<void> {
  for (const { id } of await tx.all(lineOf, { departure })) tx.changed('waiting', id)
}
