import { money } from 'shared/base/money.ts'
import { must } from 'shared/base/result.ts'
import { step } from 'shared/booking/booking.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { release } from '../inventory/allocate.ts'
import { soldDeparture } from '../inventory/departures.ts'
import { refund } from '../payments/refund.ts'
import { overdueHolds, setExpired } from './hold-store.ts'
import { bookingById, passengersOf } from './store.ts'

type World = Pick<Context, 'timetables' | 'random'>

/**
 * Give up the holds whose deadline has come, each in a unit of its own: one that fails keeps none of the others waiting.
 * They stand in the table, so a restart forgets none.
 */
export async function expireHolds(context: World & Pick<Context, 'db' | 'now' | 'log'>): Promise<void> {
  const { db, now, log } = context
  for (;;) {
    const overdue = await db.read.all(overdueHolds, { now: now() })
    let failed = 0
    for (const { id } of overdue) {
      try {
        await db.transact((tx) => expireHold(tx, context, id))
      } catch (cause) {
        failed += 1
        log.error('hold.not-expired', { booking: id, cause })
      }
    }
    if (overdue.length < 100 || failed > 0) return
  }
}

/** Give up one hold: seats are free again, points come back, nobody may pay any more. Twice is once. */
export async function expireHold(tx: Tx, world: World, id: string): Promise<void> {
  const row = must(await tx.get(bookingById, { id }), 'booking')
  if (!('to' in step(row.status, 'expire')) || row.held_until === null || row.held_until > tx.now) return
  const sold = must(await soldDeparture(tx, world.timetables, row.departure), 'departure of booking')
  const seats = (await tx.all(passengersOf, { booking: id })).map((passenger) => passenger.seat)
  await release(tx, sold, { booking: id, seats, board: row.board, alight: row.alight })
  const { account, price, due, currency } = row
  await refund(tx, world, {
    booking: id,
    account,
    agency: sold.departure.agency.id,
    amount: money(price, currency),
    due: money(due, currency),
    fee: money(0, currency),
    what: 'expired',
  })
  await tx.run(setExpired, { id })
  tx.changed('booking', id)
}
