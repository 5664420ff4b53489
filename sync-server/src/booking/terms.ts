import { must } from 'shared/base/result.ts'
import { cancelQuote, type Change, ladderOf, percentAt, type Quote } from 'shared/booking/changes.ts'
import { leavesAt } from 'shared/booking/sale.ts'
import type { Context } from '../context.ts'
import type { Reader } from '../db/transact.ts'
import { type SoldDeparture, soldDeparture } from '../inventory/departures.ts'
import { owedByTicket } from '../tickets/boarded.ts'
import { bookingById, type BookingRow, type PassengerRow, passengersOf } from './store.ts'

/** A booking with its departure and those of its passengers who travel. */
export interface Terms {
  readonly row: BookingRow
  readonly sold: SoldDeparture
  readonly travelling: readonly PassengerRow[]
  /** When its coach leaves the boarding stop, delay included. */
  readonly leavesAt: number
}

/** Undefined when there is no such booking. */
export async function termsOf(
  reader: Reader,
  { timetables }: Pick<Context, 'timetables'>,
  id: string,
): Promise<Terms | undefined> {
  const row = await reader.get(bookingById, { id })
  if (!row) return undefined
  const sold = must(await soldDeparture(reader, timetables, row.departure), 'departure of booking')
  const board = must(sold.departure.calls[row.board], 'boarding stop of booking')
  const all = await reader.all(passengersOf, { booking: id })
  return {
    row,
    sold,
    travelling: all.filter((passenger) => passenger.cancelled_at === null),
    leavesAt: leavesAt(board, sold.running),
  }
}

/**
 * The percent the ladder keeps at a moment. None while the agency waits for an answer, for it changed the departure; none of
 * a booking that is held, for points that were spent on it are all that was paid.
 */
export function keptAt({ row, sold, leavesAt: leaves }: Terms, change: Change, at: number) {
  const free = row.choice !== null || row.status === 'held'
  return free
    ? { percent: 0, until: row.choice_until ?? row.held_until ?? leaves }
    : percentAt(ladderOf(sold.departure.agency.id), change, leaves, at)
}

/** What it costs at a moment that these of the travelling passengers cancel. */
export async function quoteOf(
  reader: Reader,
  terms: Terms,
  leaving: readonly PassengerRow[],
  kept: { readonly percent: number; readonly until: number },
): Promise<Quote> {
  const { row, travelling } = terms
  const all = leaving.length === travelling.length
  const gross = all ? row.price : (row.price / travelling.length) * leaving.length
  const byTicket = await owedByTicket(reader, row.id)
  const named = leaving.reduce((sum, { ticket }) => sum + (byTicket.get(ticket ?? '') ?? 0), 0)
  const owed = Math.min(all ? row.due : named, gross)
  return cancelQuote({ gross, owed, due: row.due, currency: row.currency, ...kept })
}
