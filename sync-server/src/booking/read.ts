import type { Booking, BookingChoice } from 'shared/records.ts'
import type { Reader } from '../db/transact.ts'
import { bookingOfRow } from './records.ts'
import { bookingById, bookingsOf, standingOn } from './store.ts'

/** A booking of the account; undefined when there is none, and just so when it is somebody else's. */
export async function bookingOfAccount(reader: Reader, account: string, id: string): Promise<Booking | undefined> {
  const row = await reader.get(bookingById, { id })
  return row?.account === account ? bookingOfRow(reader, row) : undefined
}

/** The latest bookings of an account, the last to travel first. */
export async function bookingsOfAccount(reader: Reader, account: string): Promise<Booking[]> {
  const bookings: Booking[] = []
  for (const row of await reader.all(bookingsOf, { account })) bookings.push(await bookingOfRow(reader, row))
  return bookings
}

/** The bookings of a departure whose passengers have still to choose. */
export async function openChoices(
  reader: Reader,
  departure: string,
): Promise<{ id: string; reference: string; seats: string[]; choice: BookingChoice }[]> {
  const open = (await reader.all(standingOn, { departure })).filter((row) => row.choice !== null)
  const all = await Promise.all(open.map((row) => bookingOfRow(reader, row)))
  return all.flatMap(({ id, reference, passengers, choice }) => {
    const seats = passengers.filter((each) => each.cancelledAt === undefined).map((each) => each.seat)
    return choice ? [{ id, reference, seats, choice }] : []
  })
}
