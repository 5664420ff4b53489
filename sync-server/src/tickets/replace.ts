import { must } from 'shared/base/result.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { carryBoarding } from './carry-boarding.ts'
import { issue, type Travel, type Traveller } from './issue.ts'
import { setSuperseded, ticketById, type TicketRow } from './store.ts'

export interface Replaced extends Omit<Traveller, 'rev'> {
  /** The ticket that is good no more. */
  readonly ticket: string
}

/**
 * Issue a new ticket for each traveller in place of the one they had, which is superseded: at the door it stops and shows
 * the new seat. Who was on board is so with the new ticket. @returns the new tickets' ids, in their order.
 */
export async function replaceTickets(
  tx: Tx,
  world: Pick<Context, 'signer' | 'random'>,
  travel: Travel,
  travellers: readonly Replaced[],
): Promise<string[]> {
  const former: TicketRow[] = []
  for (const { ticket } of travellers) former.push(must(await tx.get(ticketById, { id: ticket }), 'ticket'))
  const next = travellers.map((traveller, i): Traveller => ({ ...traveller, rev: must(former[i], 'ticket').rev + 1 }))
  const ids = await issue(tx, world, travel, next)
  for (const [i, { id }] of former.entries()) {
    await tx.run(setSuperseded, { id, by: must(ids[i], 'new ticket'), now: tx.now })
    tx.changed('ticket', id)
    tx.changed('manifest-entry', id)
    await carryBoarding(tx, id)
  }
  return ids
}
