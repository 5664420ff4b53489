import { must } from 'shared/base/result.ts'
import type { Booking, BookingChoice } from 'shared/records.ts'
import type { Departure } from 'shared/timetable/timetable.ts'
import type { RecordSource } from '../db/record-source.ts'
import type { Reader } from '../db/transact.ts'
import { frozenDeparture } from '../inventory/departures.ts'
import { bookedEnd } from '../tickets/records.ts'
import { heldMove, moveSeats } from './move-store.ts'
import { bookingById, type BookingRow, type PassengerRow, passengersOf } from './store.ts'

/** A booking as its owner sees it, with the ride as it was sold. */
export function bookingOf(row: BookingRow, passengers: readonly PassengerRow[], departure: Departure): Booking {
  const board = must(departure.calls[row.board], 'boarding stop of booking')
  const alight = must(departure.calls[row.alight], 'alighting stop of booking')
  return {
    id: row.id,
    reference: row.reference,
    account: row.account,
    departure: row.departure,
    status: row.status,
    route: departure.route.short || departure.route.long,
    agency: departure.agency.name,
    agencyId: departure.agency.id,
    headsign: departure.headsign,
    board: bookedEnd(board, board.departureAt),
    alight: bookedEnd(alight, alight.arrivalAt),
    via: departure.calls.slice(row.board + 1, row.alight).map((call) => call.name),
    passengers: passengers.map(({ name, category, seat, ticket, cancelled_at }) => ({
      name,
      ...(category !== null && { category }),
      seat,
      ticket,
      ...(cancelled_at !== null && { cancelledAt: cancelled_at }),
    })),
    price: { amount: row.price, currency: row.currency },
    due: { amount: row.due, currency: row.currency },
    ...(row.fee > 0 && { fee: { amount: row.fee, currency: row.currency } }),
    ...(row.refunded > 0 && { refunded: { amount: row.refunded, currency: row.currency } }),
    pay: row.pay,
    wish: row.wish,
    // Written by book() alone, from the choice.
    failedWishes: JSON.parse(row.failed_wishes) as Booking['failedWishes'],
    bookedAt: row.booked_at,
    heldUntil: row.held_until,
    cancelledAt: row.cancelled_at,
    cancelledBy: row.cancelled_by,
    ...choiceOf(row),
  }
}

/** What the passenger may answer: who has no coach or no seat any more cannot keep it. */
function choiceOf({ choice, choice_until, choice_otherwise }: BookingRow): Pick<Booking, 'choice'> {
  if (choice === null || choice_until === null || choice_otherwise === null) return {}
  const answers: BookingChoice['answers'] = choice === 'delayed' ? ['keep', 'move', 'refund'] : ['move', 'refund']
  return { choice: { reason: choice, answers, until: choice_until, otherwise: choice_otherwise } }
}

/** The booking of a row, read whole. */
export async function bookingOfRow(reader: Reader, row: BookingRow): Promise<Booking> {
  const departure = must(await frozenDeparture(reader, row.departure), 'departure of booking')
  const booking = bookingOf(row, await reader.all(passengersOf, { booking: row.id }), departure)
  const moving = row.status === 'confirmed' ? await movingOf(reader, row) : undefined
  return moving ? { ...booking, moving } : booking
}

/** The ride for whose card payment a booking waits. */
async function movingOf(reader: Reader, { id, currency }: BookingRow): Promise<Booking['moving']> {
  const move = await reader.get(heldMove, { booking: id })
  if (!move) return undefined
  const departure = must(await frozenDeparture(reader, move.departure), 'departure of move')
  const board = must(departure.calls[move.board], 'boarding stop of move')
  const alight = must(departure.calls[move.alight], 'alighting stop of move')
  return {
    departure: move.departure,
    headsign: departure.headsign,
    board: bookedEnd(board, board.departureAt),
    alight: bookedEnd(alight, alight.arrivalAt),
    seats: (await reader.all(moveSeats, { payment: move.payment })).map(({ seat }) => seat),
    price: { amount: move.price, currency },
    more: { amount: move.more, currency },
    until: move.held_until,
  }
}

export const source: RecordSource<'booking'> = async (reader, id) => {
  const row = must(await reader.get(bookingById, { id }), 'booking')
  return [{ scope: `account:${row.account}`, value: await bookingOfRow(reader, row), rev: row.rev }]
}
