import { must } from 'shared/base/result.ts'
import type { BoardingEvent, BookedEnd, ManifestEntry, Ticket, TicketKey } from 'shared/records.ts'
import { boardIntent } from 'shared/tickets/intents.ts'
import { shortName } from 'shared/tickets/ticket.ts'
import type { Call, Departure } from 'shared/timetable/timetable.ts'
import type { RecordSource } from '../db/record-source.ts'
import type { Reader } from '../db/transact.ts'
import { frozenDeparture } from '../inventory/departures.ts'
import { eventById, type EventRow, keyById, type KeyRow, ticketById, type TicketRow } from './store.ts'

/** One end of a ride as it was when booked. */
export const bookedEnd = (call: Call, at: number): BookedEnd => ({
  index: call.index,
  stop: call.stop,
  name: call.name,
  place: call.place,
  ...(call.platform !== undefined && { platform: call.platform }),
  at,
  zone: call.zone,
})

export const routeText = ({ route }: Departure): string => route.short || route.long

export function ticketOf(row: TicketRow, departure: Departure): Ticket {
  const board = must(departure.calls[row.board], 'boarding stop of ticket')
  const alight = must(departure.calls[row.alight], 'alighting stop of ticket')
  return {
    id: row.id,
    booking: row.booking,
    reference: row.reference,
    departure: row.departure,
    status: row.status,
    rev: row.rev,
    passenger: row.name,
    seat: row.seat,
    board: bookedEnd(board, board.departureAt),
    alight: bookedEnd(alight, alight.arrivalAt),
    route: routeText(departure),
    agency: departure.agency.name,
    due: { amount: row.due, currency: row.currency },
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    text: row.text,
  }
}

/** As little of the person as boarding needs. */
export const entryOf = (row: TicketRow): ManifestEntry => ({
  ticket: row.id,
  reference: row.reference,
  booking: row.booking,
  seat: row.seat,
  name: shortName(row.name),
  phoneTail: row.phone_tail,
  board: row.board,
  alight: row.alight,
  status: row.status,
  rev: row.rev,
  statusAt: row.status_at,
  replacedBy: null,
  due: { amount: row.due, currency: row.currency },
  issuedAt: row.issued_at,
})

export function eventOf(row: EventRow): BoardingEvent {
  const flags: unknown = JSON.parse(row.flags)
  return {
    ...boardIntent.omit({ token: true }).parse(JSON.parse(row.fact)),
    by: row.account,
    byName: row.by_name,
    recordedAt: row.recorded_at,
    flags: Array.isArray(flags) ? flags.map(String) : [],
  }
}

const keyOf = (row: KeyRow): TicketKey => ({
  kid: row.kid,
  kty: 'OKP',
  crv: 'Ed25519',
  x: row.x,
  notBefore: row.not_before,
  notAfter: row.not_after,
  compromised: row.compromised === 1,
})

/** A ticket of the account; undefined when there is none, and just so when it is somebody else's. */
export async function ticketOfAccount(reader: Reader, account: string, id: string): Promise<Ticket | undefined> {
  const row = await reader.get(ticketById, { id })
  if (row?.account !== account) return undefined
  return ticketOf(row, must(await frozenDeparture(reader, row.departure), 'departure of ticket'))
}

export const tickets: RecordSource<'ticket'> = async (reader, id) => {
  const row = must(await reader.get(ticketById, { id }), 'ticket')
  const departure = must(await frozenDeparture(reader, row.departure), 'departure of ticket')
  return [{ scope: `account:${row.account}`, value: ticketOf(row, departure), rev: row.rev }]
}

export const manifestEntries: RecordSource<'manifest-entry'> = async (reader, id) => {
  const row = must(await reader.get(ticketById, { id }), 'ticket')
  const entry = entryOf(row)
  const other = row.replaced_by === null ? undefined : await reader.get(ticketById, { id: row.replaced_by })
  // Moved to another departure: its seat there is nothing for this manifest.
  const value =
    other?.departure === row.departure ? { ...entry, replacedBy: { ticket: other.id, seat: other.seat } } : entry
  return [{ scope: `manifest:${row.departure}`, value, rev: row.rev }]
}

export const boardingEvents: RecordSource<'boarding-event'> = async (reader, id) => {
  const row = must(await reader.get(eventById, { id }), 'boarding event')
  return [{ scope: `manifest:${row.departure}`, value: eventOf(row), rev: 0 }]
}

export const ticketKeys: RecordSource<'ticket-key'> = async (reader, kid) => {
  const row = must(await reader.get(keyById, { kid }), 'ticket key')
  return [{ scope: 'public', value: keyOf(row), rev: 0 }]
}
