import { statement } from '../db/statement.ts'

/** Reads across the rooms, for the operator's screens. Nothing is written here. */

export interface ImportRow {
  readonly id: string
  readonly feed: string
  readonly number: number
  readonly state: 'importing' | 'published' | 'superseded'
  readonly started_at: number
  readonly published_at: number | null
  /** ImportReport as JSON. */
  readonly report: string | null
}

/** Versions of a feed, the newest first. */
export const importsOfFeed = statement<{ feed: string }, ImportRow>((k, p) =>
  k('feed_version')
    .select('id', 'feed', 'number', 'state', 'started_at', 'published_at', 'report')
    .where({ feed: p('feed') })
    .orderBy('number', 'desc'),
)

interface Span {
  agency: string
  from: number
  to: number
}

export interface SoldRow {
  readonly id: string
  readonly service_day: number
  readonly status: 'scheduled' | 'cancelled'
  readonly delay_minutes: number | null
  /** Departure as JSON, as sold. */
  readonly frozen: string
  /** Seat label to mask of taken legs, as JSON. */
  readonly taken: string
}

/** Departures of an agency that were ever booked, by service date. */
export const soldDepartures = statement<Span, SoldRow>((k, p) =>
  k('departure')
    .select('id', 'service_day', 'status', 'delay_minutes', 'frozen', 'taken')
    .where({ agency: p('agency') })
    .where('service_day', '>=', p('from'))
    .where('service_day', '<=', p('to')),
)

export interface BookedRow {
  readonly departure: string
  readonly bookings: number
  readonly passengers: number
}

/** How many bookings stand for each of these departures. */
export const booked = statement<Span, BookedRow>((k, p) =>
  k('booking')
    .join('departure', 'departure.id', 'booking.departure')
    .select('booking.departure')
    .count({ bookings: '*' })
    .sum({ passengers: 'booking.seats' })
    .where({ 'departure.agency': p('agency') })
    .where('departure.service_day', '>=', p('from'))
    .where('departure.service_day', '<=', p('to'))
    .whereIn('booking.status', ['held', 'confirmed'])
    .groupBy('booking.departure'),
)

export interface DueRow {
  readonly departure: string
  readonly currency: string
  readonly due: number
}

/** What the tickets that stand have still to pay on board. */
export const due = statement<Span, DueRow>((k, p) =>
  k('ticket')
    .join('departure', 'departure.id', 'ticket.departure')
    .select('ticket.departure', 'ticket.currency')
    .sum({ due: 'ticket.due' })
    .where({ 'departure.agency': p('agency'), 'ticket.status': 'valid' })
    .where('departure.service_day', '>=', p('from'))
    .where('departure.service_day', '<=', p('to'))
    .groupBy('ticket.departure', 'ticket.currency'),
)

export interface FactRow {
  readonly departure: string
  readonly ticket: string
  /** The fact as JSON. */
  readonly fact: string
  /** List of flags as JSON. */
  readonly flags: string
}

/** Boardings and what takes them back. */
export const boardings = statement<Span, FactRow>((k, p) =>
  k('boarding_event')
    .join('departure', 'departure.id', 'boarding_event.departure')
    .leftJoin('ticket', 'ticket.id', 'boarding_event.ticket')
    .select('boarding_event.departure', 'boarding_event.ticket', 'boarding_event.fact', 'boarding_event.flags')
    .where({ 'departure.agency': p('agency') })
    .where('departure.service_day', '>=', p('from'))
    .where('departure.service_day', '<=', p('to'))
    .whereIn('boarding_event.kind', ['board', 'undo'])
    // Who was on board when their ticket was replaced is so with the new one.
    .whereNull('ticket.replaced_by'),
)
