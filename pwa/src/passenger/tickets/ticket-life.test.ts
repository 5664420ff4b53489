import type { Ticket } from 'shared/records.ts'
import { expect, test } from 'vitest'
import { bookedTrip, hour, sunday } from '../trips/samples.ts'
import { groupTickets, lifeOfTicket, shownTickets } from './ticket-life.ts'

const { booking } = bookedTrip(1)
function ticket(seat: string, change: Partial<Ticket> = {}): Ticket {
  return {
    id: seat.padStart(32, '0').toLowerCase(),
    booking: booking.id,
    reference: booking.reference,
    departure: booking.departure,
    status: 'valid',
    rev: 0,
    passenger: 'Rūta Kazlauskaitė',
    seat,
    board: booking.board,
    alight: booking.alight,
    route: booking.route,
    agency: booking.agency,
    due: booking.due,
    issuedAt: sunday,
    expiresAt: booking.alight.at + 24 * hour,
    text: 'BT1:',
    ...change,
  }
}
const arrival = booking.alight.at

test('a ticket is good until a day after the planned arrival, so that a late coach does not kill it', () => {
  expect(lifeOfTicket(ticket('4C'), arrival + 23 * hour)).toBe('good')
  expect(lifeOfTicket(ticket('4C'), arrival + 25 * hour)).toBe('past')
})

test('a cancelled or replaced ticket is never good, whatever the time', () => {
  expect(lifeOfTicket(ticket('4C', { status: 'cancelled' }), sunday)).toBe('cancelled')
  expect(lifeOfTicket(ticket('4C', { status: 'superseded' }), sunday)).toBe('superseded')
})

test('the tickets of a booking stand in the order of their seats', () => {
  expect(shownTickets([ticket('10A'), ticket('4D'), ticket('4C')]).map((t) => t.seat)).toEqual(['4C', '4D', '10A'])
})

test('a replaced ticket is not shown beside the one that replaced it', () => {
  const group = shownTickets([ticket('4C', { status: 'superseded' }), ticket('7C', { rev: 1 })])
  expect(group.map((t) => t.seat)).toEqual(['7C'])
  expect(shownTickets([ticket('4C', { status: 'superseded' })]).map((t) => t.seat)).toEqual(['4C'])
})

test('rides to come stand before those that were, and a cancelled booking is over at once', () => {
  const early = ticket('1A', {
    booking: 'b2',
    board: { ...booking.board, at: sunday + hour },
    alight: { ...booking.alight, at: sunday + 3 * hour },
  })
  const dead = ticket('2A', { booking: 'b3', status: 'cancelled' })
  const groups = groupTickets([ticket('4C'), early, dead], sunday)
  expect(groups.coming.map((g) => g[0]?.seat)).toEqual(['1A', '4C'])
  expect(groups.past.map((g) => g[0]?.seat)).toEqual(['2A'])
})
