import { type BoardingFact, ticketState } from 'shared/tickets/events.ts'
import type { Reader } from '../db/transact.ts'
import { eventOf } from './records.ts'
import { eventsOfTicket, ticketById, ticketsOfBooking } from './store.ts'

/** All that was recorded of a ticket. */
export const factsOf = async (reader: Reader, ticket: string): Promise<BoardingFact[]> =>
  (await reader.all(eventsOfTicket, { ticket })).map(eventOf)

/** The departure a ticket was issued for; undefined when there is no such ticket. */
export const departureOfTicket = async (reader: Reader, ticket: string): Promise<string | undefined> =>
  (await reader.get(ticketById, { id: ticket }))?.departure

/** The booking a ticket is of; undefined when there is no such ticket. */
export const bookingOfTicket = async (reader: Reader, ticket: string): Promise<string | undefined> =>
  (await reader.get(ticketById, { id: ticket }))?.booking

/** Whether a passenger of the booking has boarded: any, or one of those whose tickets are named. */
export async function anyoneBoarded(reader: Reader, booking: string, only?: ReadonlySet<string>): Promise<boolean> {
  for (const { id } of await reader.all(ticketsOfBooking, { booking })) {
    if (only?.has(id) === false) continue
    if (ticketState(id, await factsOf(reader, id)).boardings.length > 0) return true
  }
  return false
}

/** Minor units the tickets of a booking have still to pay on board. */
export async function owedOnBoard(reader: Reader, booking: string): Promise<number> {
  const tickets = await reader.all(ticketsOfBooking, { booking })
  return tickets.reduce((sum, ticket) => sum + (ticket.status === 'valid' ? ticket.due : 0), 0)
}

/** Minor units each good ticket of a booking has still to pay on board, by ticket. */
export async function owedByTicket(reader: Reader, booking: string): Promise<ReadonlyMap<string, number>> {
  const tickets = await reader.all(ticketsOfBooking, { booking })
  return new Map(tickets.filter((ticket) => ticket.status === 'valid').map((ticket) => [ticket.id, ticket.due]))
}
