import { createHash } from 'node:crypto'
import { type BoardingFact, ticketState } from 'shared/tickets/events.ts'
import type { Tx } from '../db/transact.ts'
import { factsOf } from './boarded.ts'
import { flagDoubles } from './doubles.ts'
import { type EventRow, eventsOfTicket, insertEvent, ticketById } from './store.ts'

/** Of one fact on one ticket, always the same: carried twice it is carried once. */
const carriedId = (event: string, ticket: string): string =>
  createHash('sha256').update(`${event}\n${ticket}`).digest('hex').slice(0, 32)

/**
 * Who is on board stays on board when another vehicle gives them another seat: the boardings that stand of a ticket that
 * was replaced on its own departure stand of the new one, too, and what takes one back takes back both, in whatever order
 * they are told. The old ticket keeps its facts as they were told.
 */
export async function carryBoarding(tx: Tx, ticket: string): Promise<void> {
  const old = await tx.get(ticketById, { id: ticket })
  const next = old?.replaced_by ? await tx.get(ticketById, { id: old.replaced_by }) : undefined
  if (!old || next?.departure !== old.departure) return
  const facts = await factsOf(tx, ticket)
  const standing = new Set(ticketState(ticket, facts).boardings.map(({ event }) => event))
  const there = new Set((await tx.all(eventsOfTicket, { ticket: next.id })).map(({ id }) => id))
  const rows = new Map((await tx.all(eventsOfTicket, { ticket })).map((row) => [row.id, row]))
  let carried = false
  const carry = async (from: EventRow, about: Partial<BoardingFact>): Promise<void> => {
    const event = carriedId(from.id, next.id)
    if (there.has(event)) return
    const fact = { ...(JSON.parse(from.fact) as BoardingFact), ...about, event, ticket: next.id }
    const flags = (JSON.parse(from.flags) as string[]).filter((flag) => flag !== 'double-boarded')
    const told = { account: from.account, by_name: from.by_name, recorded_at: tx.now, flags: JSON.stringify(flags) }
    const filed = { id: event, ticket: next.id, departure: next.departure, kind: fact.kind }
    await tx.run(insertEvent, { ...filed, ...told, fact: JSON.stringify(fact) })
    tx.changed('boarding-event', event)
    carried = true
  }
  for (const { event, kind, undoes } of facts) {
    const row = rows.get(event)
    if (!row) continue
    if (kind === 'board' && standing.has(event)) await carry(row, {})
    const twin = undoes === undefined ? undefined : carriedId(undoes, next.id)
    if (kind === 'undo' && twin !== undefined && there.has(twin)) await carry(row, { undoes: twin })
  }
  if (!carried) return
  await flagDoubles(tx, next.id)
  await carryBoarding(tx, next.id)
}
