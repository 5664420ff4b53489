import { must } from 'shared/base/result.ts'
import type { Tx } from '../db/transact.ts'
import { owedOnBoard } from '../tickets/boarded.ts'
import { bookingById, setDue } from './store.ts'

/** Bring what a booking owes in line with what its tickets owe, after cash was taken or given back on board. */
export async function settle(tx: Tx, booking: string): Promise<void> {
  const row = must(await tx.get(bookingById, { id: booking }), 'booking of ticket')
  const due = row.status === 'confirmed' ? await owedOnBoard(tx, booking) : 0
  if (due === row.due) return
  await tx.run(setDue, { id: booking, due })
  tx.changed('booking', booking)
}
