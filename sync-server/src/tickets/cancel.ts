import type { Tx } from '../db/transact.ts'
import { setStatus, ticketsOfBooking } from './store.ts'

/**
 * Cancel tickets of a booking: all, or those named. The manifest keeps their rows: a conductor must see why one is not good.
 */
export async function cancelTickets(tx: Tx, booking: string, only?: ReadonlySet<string>): Promise<void> {
  for (const ticket of await tx.all(ticketsOfBooking, { booking })) {
    if (ticket.status !== 'valid' || only?.has(ticket.id) === false) continue
    await tx.run(setStatus, { id: ticket.id, status: 'cancelled', due: 0, now: tx.now })
    tx.changed('ticket', ticket.id)
    tx.changed('manifest-entry', ticket.id)
  }
}
