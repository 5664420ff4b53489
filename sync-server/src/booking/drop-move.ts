import { must } from 'shared/base/result.ts'
import { moveLife } from 'shared/booking/move-life.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { release } from '../inventory/allocate.ts'
import { soldDeparture } from '../inventory/departures.ts'
import { closePayment } from '../payments/change-payment.ts'
import {
  heldMove,
  heldMovesTo,
  moveByPayment,
  type MoveRow,
  moveSeats,
  overdueMoves,
  setMoveStatus,
} from './move-store.ts'
import { setRev } from './store.ts'

type World = Pick<Context, 'timetables'>

/** A move ends without its money: the new seats are free, nobody may pay any more, and the booking stays as it is. */
export async function endMove(tx: Tx, world: World, move: MoveRow, event: 'expire' | 'drop'): Promise<void> {
  const fate = moveLife[move.status][event]
  if (!('to' in fate)) return
  const { payment, booking, departure, board, alight } = move
  const sold = must(await soldDeparture(tx, world.timetables, departure), 'departure of move')
  const seats = (await tx.all(moveSeats, { payment })).map(({ seat }) => seat)
  await release(tx, sold, { booking, seats, board, alight })
  await tx.run(setMoveStatus, { payment, status: fate.to })
  await closePayment(tx, payment)
  await tx.run(setRev, { id: booking })
  tx.changed('booking', booking)
}

/** The booking is changed otherwise: what it waited for is dropped. */
export async function dropMoveOf(tx: Tx, world: World, booking: string): Promise<void> {
  const move = await tx.get(heldMove, { booking })
  if (move) await endMove(tx, world, move, 'drop')
}

/** The departure is not what it was: who waits to move to it stays where they are. */
export async function dropMovesTo(tx: Tx, world: World, departure: string): Promise<void> {
  for (const move of await tx.all(heldMovesTo, { departure })) await endMove(tx, world, move, 'drop')
}

/** Moves that were not paid in time, each in a unit of its own. They stand in the table, so a restart forgets none. */
export async function expireMoves(context: World & Pick<Context, 'db' | 'now' | 'log'>): Promise<void> {
  const { db, now, log } = context
  for (const { payment } of await db.read.all(overdueMoves, { now: now() })) {
    try {
      await db.transact(async (tx) => {
        const move = must(await tx.get(moveByPayment, { payment }), 'move')
        if (move.held_until <= tx.now) await endMove(tx, context, move, 'expire')
      })
    } catch (cause) {
      log.error('move.not-expired', { payment, cause })
    }
  }
}
