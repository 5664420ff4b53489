import { grant } from 'shared/base/result.ts'
import { type BookIntent, bookIntent } from 'shared/booking/intents.ts'
import type { IntentEnvelope } from 'shared/sync/envelope.ts'
import { parseTicket } from 'shared/tickets/codec.ts'
import { runOf } from 'shared/tickets/run.ts'
import { cutName } from 'shared/tickets/ticket.ts'
import { parseDepartureId } from 'shared/timetable/departure-id.ts'
import type { Context } from '../context.ts'
import type { HeldTicket } from '../tickets/issue.ts'
import { prepare, type Prepared } from './prepare.ts'

type Signer = Pick<Context, 'signer'>
/** A ride that a request would take. */
type Ride = Pick<BookIntent, 'departure' | 'board' | 'alight'>

/** The tickets of an envelope that our own keys made. */
function ownTickets({ signer }: Signer, { evidence = [] }: IntentEnvelope): HeldTicket[] {
  return evidence.flatMap((text) => {
    const ticket = parseTicket(text)
    return ticket && signer.check(ticket) === 'good' ? [{ claims: ticket.claims, text }] : []
  })
}

const ridesOf = (args: BookIntent): Ride[] => [
  args,
  ...args.wishes.flatMap((wish) => (wish.kind === 'departure' ? [wish] : [])),
]

const isFor =
  ({ departure, board, alight }: Ride) =>
  ({ claims }: HeldTicket): boolean =>
    claims.run === runOf(departure) &&
    claims.day === parseDepartureId(departure)?.day &&
    claims.board === board.index &&
    claims.alight === alight.index

/** The tickets of an envelope that our own keys made for a ride it asks for. */
export function provenTickets(world: Signer, envelope: IntentEnvelope, args: BookIntent): HeldTicket[] {
  const tickets = ownTickets(world, envelope)
  return ridesOf(args).flatMap((ride) => tickets.filter(isFor(ride)))
}

/** One ticket for each passenger, in their order; undefined when somebody has none. */
function byPassenger({ passengers }: BookIntent, tickets: readonly HeldTicket[]): HeldTicket[] | undefined {
  const left = [...tickets]
  const held = passengers.flatMap(({ name }) => {
    const found = left.findIndex(({ claims }) => claims.name === cutName(name))
    return found < 0 ? [] : left.splice(found, 1)
  })
  const seats = new Set(held.map(({ claims }) => claims.seat))
  return seats.size === passengers.length ? held : undefined
}

/**
 * Prepares an intent that this server answered before it was restored. A booking whose tickets are proven is asked for
 * the very ride and seats on them, whatever else its wishes would allow, and these tickets stay good: the passengers
 * hold them. Its content stays its own.
 */
export function prepareAgain(world: Signer, { envelope, device, sentAt }: Asked): Prepared {
  const prepared = prepare(envelope, device, sentAt)
  if (!envelope.reissue || envelope.name !== 'booking.book') return prepared
  const asked = bookIntent.safeParse(envelope.args)
  if (!asked.success) return prepared
  const tickets = ownTickets(world, envelope)
  for (const ride of ridesOf(asked.data)) {
    const held = byPassenger(asked.data, tickets.filter(isFor(ride)))
    if (!held) continue
    const { departure, board, alight } = ride
    const seats = held.map(({ claims }) => claims.seat)
    const args: BookIntent = { ...asked.data, departure, board, alight, wishes: [{ kind: 'seats', seats }] }
    const { runner } = prepare({ ...envelope, args }, device, sentAt)
    if (runner.ok) return { ...prepared, runner: grant((tx, about) => runner.value(tx, { ...about, held })) }
  }
  return prepared
}

interface Asked {
  readonly envelope: IntentEnvelope
  readonly device: string
  readonly sentAt: number | null
}
