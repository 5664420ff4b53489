import { decideBoarding, colourOf } from 'shared/tickets/board.ts'
import { parseTicket } from 'shared/tickets/codec.ts'
import { type BoardingFact, type BoardingFlag, happenedAt, ticketState } from 'shared/tickets/events.ts'
import type { ManifestRow, Presented } from 'shared/tickets/evidence.ts'
import type { BoardIntent } from 'shared/tickets/intents.ts'
import { ticketLife } from 'shared/tickets/life.ts'
import type { Departure } from 'shared/timetable/timetable.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { soldDeparture } from '../inventory/departures.ts'
import { factsOf } from './boarded.ts'
import { carryBoarding } from './carry-boarding.ts'
import { flagDoubles } from './doubles.ts'
import { entryOf } from './records.ts'
import { eventById, insertEvent, meetAtTicket, setDue, ticketById, type TicketRow } from './store.ts'

export interface BoardAsk {
  readonly fact: BoardIntent
  readonly account: string
  /** Name of the conductor, for the manifest. */
  readonly byName: string
}

export interface Boarded {
  readonly flags: readonly string[]
  /** The booking whose debt changed; null when none did. */
  readonly settled: string | null
}

/**
 * Record a fact from the bus. It is never refused: what is irregular is flagged. The server judges the ticket again
 * with its own evidence, and whoever is permitted to tell facts has been asked before.
 */
export async function board(
  tx: Tx,
  { timetables, signer }: Pick<Context, 'timetables' | 'signer'>,
  { fact, account, byName }: BoardAsk,
): Promise<Boarded> {
  const known = await tx.get(eventById, { id: fact.event })
  if (known) return { flags: [], settled: null }
  await tx.run(meetAtTicket, { id: fact.ticket })
  const ticket = await tx.get(ticketById, { id: fact.ticket })
  const departure = (await soldDeparture(tx, timetables, fact.departure))?.departure
  const facts = await factsOf(tx, fact.ticket)
  const flags = new Set<BoardingFlag>()
  if (fact.overrode !== undefined) flags.add('overridden')
  if (!ticket || ticket.departure !== fact.departure) flags.add('unknown-ticket')
  if (fact.kind === 'board' && departure && differs({ fact, ticket, departure, facts, now: tx.now }, signer)) {
    flags.add('verdict-differs')
  }
  // The conductor has it, and who gave it may be owed it back: a person has to see to that.
  if (fact.kind === 'cash' && ticket && 'flag' in ticketLife[ticket.status].cash) flags.add('not-owed')
  const { token: _, ...kept } = fact
  await tx.run(insertEvent, {
    id: fact.event,
    ticket: fact.ticket,
    departure: fact.departure,
    kind: fact.kind,
    fact: JSON.stringify(kept),
    account,
    by_name: byName,
    recorded_at: tx.now,
    flags: JSON.stringify([...flags]),
  })
  tx.changed('boarding-event', fact.event)
  await flagDoubles(tx, fact.ticket)
  if (ticket?.replaced_by) await carryBoarding(tx, ticket.id)
  return { flags: [...flags], settled: ticket ? await collect(tx, ticket) : null }
}

interface Judged {
  readonly fact: BoardIntent
  readonly ticket: TicketRow | undefined
  readonly departure: Departure
  readonly facts: readonly BoardingFact[]
  readonly now: number
}

/** Whether the server, with its own evidence, sees another colour than the conductor did. */
function differs({ fact, ticket, departure, facts, now }: Judged, signer: Context['signer']): boolean {
  const rows: ManifestRow[] = ticket?.departure === departure.id ? [entryOf(ticket)] : []
  const judged = decideBoarding(presented(fact, signer), {
    now: Math.min(happenedAt(fact), now),
    departure: {
      id: departure.id,
      day: departure.day,
      currency: departure.currency,
      leavesAt: departure.calls.map((call) => call.departureAt),
    },
    stop: fact.stop,
    manifest: rows,
    manifestAt: now,
    facts,
    clockOffBy: null,
    deviceRevoked: false,
  })
  return colourOf(judged.verdict) !== colourOf(fact.verdict ?? 'valid')
}

function presented({ token, ticket }: BoardIntent, signer: Context['signer']): Presented {
  if (token === undefined) return { kind: 'entry', ticket }
  const parsed = parseTicket(token)
  return parsed ? { kind: 'code', claims: parsed.claims, signature: signer.check(parsed) } : { kind: 'nothing' }
}

/** What was told of a ticket before the ticket itself came back counts for it. @returns whether it owes less now. */
export async function collectTold(tx: Tx, id: string): Promise<boolean> {
  const ticket = await tx.get(ticketById, { id })
  return ticket !== undefined && (await collect(tx, ticket)) !== null
}

/** Cash that was taken and not given back clears what the ticket owes. @returns the booking when that changed. */
async function collect(tx: Tx, ticket: TicketRow): Promise<string | null> {
  const { cash } = ticketState(ticket.id, await factsOf(tx, ticket.id))
  const due = cash === null ? ticket.owed : 0
  if (ticket.status !== 'valid' || due === ticket.due) return null
  await tx.run(setDue, { id: ticket.id, due })
  tx.changed('ticket', ticket.id)
  tx.changed('manifest-entry', ticket.id)
  return ticket.booking
}
