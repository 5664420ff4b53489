import { must } from 'shared/base/result.ts'
import { grant, refuse, type Result } from 'shared/base/result.ts'
import { cancellation } from 'shared/booking/changes.ts'
import { leavesAt } from 'shared/booking/sale.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { release } from '../inventory/allocate.ts'
import { soldDeparture } from '../inventory/departures.ts'
import { anyoneBoarded } from '../tickets/boarded.ts'
import { cancelTickets } from '../tickets/cancel.ts'
import { bookingById, passengersOf, setCancelled } from './store.ts'

/**
 * Cancel a booking that was not paid: its seats are free again, its tickets are good no more. Asking twice is asking once.
 * Refusals: unknown-booking (also somebody else's), and those of cancellation().
 */
export async function cancel(
  tx: Tx,
  { timetables }: Pick<Context, 'timetables'>,
  { booking: id, account }: { booking: string; account: string },
): Promise<Result<{ booking: string }>> {
  const row = await tx.get(bookingById, { id })
  if (!row || row.account !== account) return refuse('unknown-booking')
  const sold = must(await soldDeparture(tx, timetables, row.departure), 'departure of booking')
  const board = must(sold.departure.calls[row.board], 'boarding stop of booking')
  const allowed = cancellation(
    {
      status: row.status,
      price: { amount: row.price, currency: row.currency },
      due: { amount: row.due, currency: row.currency },
      leavesAt: leavesAt(board, sold.running),
      boarded: await anyoneBoarded(tx, id),
    },
    tx.now,
  )
  if (!allowed.ok) return refuse(allowed.code, { ...allowed.data, booking: id })
  if (allowed.value === 'already') return grant({ booking: id })
  const seats = (await tx.all(passengersOf, { booking: id })).map((passenger) => passenger.seat)
  await release(tx, sold, { booking: id, seats, board: row.board, alight: row.alight })
  await cancelTickets(tx, id)
  await tx.run(setCancelled, { id, now: tx.now, by: 'passenger' })
  tx.changed('booking', id)
  return grant({ booking: id })
}
