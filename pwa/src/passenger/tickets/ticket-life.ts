import type { Instant } from 'shared/base/instants.ts'
import type { Ticket } from 'shared/records.ts'

/** What a ticket is worth now. Only a `good` one may show its code. */
export type TicketLife = 'good' | 'past' | 'cancelled' | 'superseded'

/** A late coach must not kill a ticket: it is good until it expires, a day after the planned arrival. */
export function lifeOfTicket(ticket: Pick<Ticket, 'status' | 'expiresAt'>, now: Instant): TicketLife {
  if (ticket.status !== 'valid') return ticket.status
  return ticket.expiresAt < now ? 'past' : 'good'
}

const hour = 3_600_000

export interface TicketGroups {
  coming: Ticket[][]
  past: Ticket[][]
}

/**
 * Tickets by booking: those of coming rides by departure, then those of the past, latest first. A booking whose tickets
 * were all cancelled is past at once; replaced ones are shown only while no other of the booking is left.
 */
export function groupTickets(tickets: readonly Ticket[], now: Instant): TicketGroups {
  const bookings = byBooking(tickets)
  const coming: Ticket[][] = []
  const past: Ticket[][] = []
  for (const all of bookings.values()) {
    const shown = shownTickets(all)
    const alive = shown.some((ticket) => ticket.status === 'valid' && ticket.alight.at + hour > now)
    ;(alive ? coming : past).push(shown)
  }
  const departs = (group: readonly Ticket[]): Instant => group[0]?.board.at ?? 0
  coming.sort((a, b) => departs(a) - departs(b))
  past.sort((a, b) => departs(b) - departs(a))
  return { coming, past }
}

/** The tickets of one booking, in the order of their seats, without those that a newer one replaced. */
export function shownTickets(all: readonly Ticket[]): Ticket[] {
  const current = all.filter((ticket) => ticket.status !== 'superseded')
  const shown = current.length > 0 ? current : all
  return [...shown].sort((a, b) => a.seat.localeCompare(b.seat, 'en', { numeric: true }))
}

function byBooking(tickets: readonly Ticket[]): Map<string, Ticket[]> {
  const bookings = new Map<string, Ticket[]>()
  for (const ticket of tickets) {
    const known = bookings.get(ticket.booking)
    if (known) known.push(ticket)
    else bookings.set(ticket.booking, [ticket])
  }
  return bookings
}
