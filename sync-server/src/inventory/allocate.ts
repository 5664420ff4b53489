import { grant, refuse, type Result } from 'shared/base/result.ts'
import { maskText, parseMask, rideMask } from 'shared/inventory/legs.ts'
import type { DepartureState } from 'shared/records.ts'
import type { Tx } from '../db/transact.ts'
import { freeze, type SoldDeparture, takenOf } from './departures.ts'
import { departureById, freeLegs, setTaken, takeLeg } from './store.ts'

export interface SeatsOfRide {
  readonly booking: string
  readonly seats: readonly string[]
  /** Positions of the stops: legs board … alight - 1. */
  readonly board: number
  readonly alight: number
}

/**
 * Give the seats of a ride to a booking: every leg of every seat, or none.
 * Refusal: seats-taken. The primary key (departure, seat, leg) decides, whatever the projection said.
 */
export async function allocate(tx: Tx, sold: SoldDeparture, ride: SeatsOfRide): Promise<Result<null>> {
  const departure = sold.departure.id
  if (!sold.frozen) await freeze(tx, sold)
  const legs: { readonly seat: string; readonly took: Promise<number> }[] = []
  for (const seat of ride.seats) {
    for (let leg = ride.board; leg < ride.alight; leg += 1) {
      legs.push({ seat, took: tx.run(takeLeg, { departure, seat, leg, booking: ride.booking }) })
    }
  }
  const rows = await Promise.all(legs.map((leg) => leg.took))
  const lost = legs.find((_, i) => rows[i] !== 1)
  if (lost) return refuse('seats-taken', { taken: [lost.seat] })
  const mask = rideMask(ride.board, ride.alight)
  const taken = { ...sold.taken }
  for (const seat of ride.seats) taken[seat] = maskText(parseMask(taken[seat]) | mask)
  await project(tx, sold, taken)
  return grant(null)
}

/** Take the seats of a ride back from a booking. */
export async function release(tx: Tx, sold: SoldDeparture, ride: SeatsOfRide): Promise<void> {
  const departure = sold.departure.id
  const mask = rideMask(ride.board, ride.alight)
  const row = await tx.get(departureById, { id: departure })
  const taken = row ? takenOf(row.taken) : {}
  for (const seat of ride.seats) {
    const { booking, board, alight } = ride
    const freed = await tx.run(freeLegs, { departure, seat, booking, board, alight })
    if (freed !== alight - board) throw new Error(`Booking ${booking} did not hold all legs of ${seat}`)
    const left = parseMask(taken[seat]) & ~mask
    if (left === 0n) delete taken[seat]
    else taken[seat] = maskText(left)
  }
  await project(tx, sold, taken)
}

async function project(tx: Tx, sold: SoldDeparture, taken: Record<string, string>): Promise<void> {
  const { id } = sold.departure
  await tx.run(setTaken, { id, taken: JSON.stringify(taken) })
  tx.changed('departure', id, [{ scope: `departure:${id}`, value: stateOf(sold, taken), rev: 0 }])
}

/** The record that travels: nothing of it says who booked. */
export const stateOf = (
  { departure, running }: Pick<SoldDeparture, 'departure' | 'running'>,
  taken: Readonly<Record<string, string>>,
): DepartureState => ({
  id: departure.id,
  status: running.status,
  delayMinutes: running.delayMinutes,
  seatMap: departure.seatMap,
  taken: { ...taken },
})
