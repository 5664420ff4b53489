import type { BookIntent } from 'shared/booking/intents.ts'
import type { Booking, OutcomeRecord } from 'shared/records.ts'
import type { TripView } from 'shared/sync/project.ts'

/** Trips for tests: Vilnius to Klaipėda on Tuesday 24 November 2026, seen on the Sunday before. */
export const sunday = Date.UTC(2026, 10, 22, 12)
export const hour = 3_600_000
const id = (n: number): string => n.toString(16).padStart(32, '0')
const end = (index: number, name: string, at: number) => ({
  index,
  stop: `demo:${name}`,
  name,
  place: `demo:${name}`,
  at,
  zone: 'Europe/Vilnius',
})

export function bookArgs(change: Partial<BookIntent> = {}): BookIntent {
  return {
    departure: 'demo:VK1@20261124',
    board: { index: 0, stop: 'demo:Vilnius' },
    alight: { index: 3, stop: 'demo:Klaipėda' },
    passengers: [{ name: 'Rūta Kazlauskaitė' }, { name: 'Aleksandra Konstantinopoulou-Wojciechowska' }],
    wishes: [{ kind: 'seats', seats: ['4C', '4D'] }, { kind: 'together' }],
    ceiling: { amount: 4800, currency: 'EUR' },
    pay: 'on-board',
    ...change,
  }
}

export const waitingTrip = (
  n: number,
  change: Partial<Extract<TripView, { kind: 'waiting' }>> = {},
): TripView & { kind: 'waiting' } => ({
  kind: 'waiting',
  id: id(n),
  phase: 'queued',
  madeAt: sunday - n * 60_000,
  sentAt: null,
  args: bookArgs(),
  ...change,
})

export function refusedTrip(
  n: number,
  change: Partial<OutcomeRecord> = {},
  args: BookIntent | null = bookArgs(),
): TripView & { kind: 'refused' } {
  const outcome: OutcomeRecord = {
    id: id(n),
    name: 'booking.book',
    status: 'refused',
    code: 'seats-taken',
    data: {},
    device: id(99),
    decidedAt: sunday - n * 60_000,
    ...change,
  }
  return { kind: 'refused', id: outcome.id, outcome, args, answeredAt: outcome.decidedAt }
}

export function bookedTrip(n: number, change: Partial<Booking> = {}): TripView & { kind: 'booking' } {
  const board = Date.UTC(2026, 10, 24, 6, 15)
  const booking: Booking = {
    id: id(n),
    reference: 'K7PQM4',
    account: id(98),
    departure: 'demo:VK1@20261124',
    status: 'confirmed',
    route: 'VK1',
    agency: 'Pajūrio linijos',
    headsign: 'Klaipėda',
    board: end(0, 'Vilnius', board),
    alight: end(3, 'Klaipėda', board + 4 * hour),
    via: ['Kaunas', 'Kryžkalnis'],
    passengers: [{ name: 'Rūta Kazlauskaitė', seat: '4C', ticket: id(97) }],
    price: { amount: 2400, currency: 'EUR' },
    due: { amount: 2400, currency: 'EUR' },
    pay: 'on-board',
    wish: 0,
    failedWishes: [],
    bookedAt: sunday - n * 60_000,
    heldUntil: null,
    cancelledAt: null,
    cancelledBy: null,
    ...change,
  }
  return { kind: 'booking', id: booking.id, booking, cancel: null, cancelRefused: null }
}
