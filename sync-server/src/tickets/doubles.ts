import { ticketState } from 'shared/tickets/events.ts'
import type { Tx } from '../db/transact.ts'
import { factsOf } from './boarded.ts'
import { setFlags } from './store.ts'

/** Every boarding of a ticket that boarded more than once is flagged, and no other, whatever the order of arrival. */
export async function flagDoubles(tx: Tx, ticket: string): Promise<void> {
  const facts = await factsOf(tx, ticket)
  const state = ticketState(ticket, facts)
  const doubles = new Set(state.doubleBoarded ? state.boardings.map((boarding) => boarding.event) : [])
  for (const { event, flags = [] } of facts) {
    const flagged = flags.includes('double-boarded')
    if (flagged === doubles.has(event)) continue
    const others = flags.filter((flag) => flag !== 'double-boarded')
    const now = flagged ? others : [...others, 'double-boarded']
    await tx.run(setFlags, { id: event, flags: JSON.stringify(now) })
    tx.changed('boarding-event', event)
  }
}
