import { type BookIntent, bookIntent } from 'shared/booking/intents.ts'
import type { IntentEnvelope } from 'shared/sync/envelope.ts'
import { type ParsedTicket, parseTicket } from 'shared/tickets/codec.ts'
import { runOf } from 'shared/tickets/run.ts'
import { parseDepartureId } from 'shared/timetable/departure-id.ts'
import type { Context } from '../context.ts'
import { prepare, type Prepared } from './prepare.ts'

type Signer = Pick<Context, 'signer'>

/** The tickets of an envelope that our own keys made for the departure and ride it asks for. */
export function provenTickets({ signer }: Signer, { evidence = [] }: IntentEnvelope, args: BookIntent): ParsedTicket[] {
  const departure = parseDepartureId(args.departure)
  const tickets = evidence.flatMap((text) => parseTicket(text) ?? [])
  return tickets.filter(
    (ticket) =>
      ticket.claims.run === runOf(args.departure) &&
      ticket.claims.day === departure?.day &&
      ticket.claims.board === args.board.index &&
      ticket.claims.alight === args.alight.index &&
      signer.check(ticket) === 'good',
  )
}

/**
 * Prepares an intent that this server answered before it was restored. A booking whose tickets are proven is asked for
 * the very seats on them, whatever else its wishes would allow: the passenger holds these. Its content stays its own.
 */
export function prepareAgain(world: Signer, { envelope, device, sentAt }: Asked): Prepared {
  const prepared = prepare(envelope, device, sentAt)
  if (!envelope.reissue || envelope.name !== 'booking.book') return prepared
  const asked = bookIntent.safeParse(envelope.args)
  if (!asked.success) return prepared
  const seats = [...new Set(provenTickets(world, envelope, asked.data).map(({ claims }) => claims.seat))]
  if (seats.length !== asked.data.passengers.length) return prepared
  const args: BookIntent = { ...asked.data, wishes: [{ kind: 'seats', seats }] }
  return { ...prepared, runner: prepare({ ...envelope, args }, device, sentAt).runner }
}

interface Asked {
  readonly envelope: IntentEnvelope
  readonly device: string
  readonly sentAt: number | null
}
