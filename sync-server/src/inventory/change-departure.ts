import { grant, refuse, type Result } from 'shared/base/result.ts'
import { departureLife, type DepartureEvent, departureStateAt } from 'shared/inventory/departure-life.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import type { Departure } from 'shared/timetable/timetable.ts'
import type { Tx } from '../db/transact.ts'
import { freeze, type SoldDeparture, soldDeparture, type Timetables } from './departures.ts'
import { setDelay, setFrozen, setStatus } from './store.ts'

/** When it leaves the last stop at which anybody boards. */
const lastLeavesAt = ({ departure, running }: SoldDeparture): number => {
  const boarding = departure.calls.slice(0, -1).filter((call) => call.pickup !== 1)
  const last = Math.max(...boarding.map((call) => call.departureAt))
  return last + (running.delayMinutes ?? 0) * 60_000
}

/**
 * A departure on which an event may happen now: frozen, so that the change outlives the timetable. `already`: it has
 * happened. Refusals: unknown-departure, cancelled, departed.
 */
export async function departureFor(
  tx: Tx,
  timetables: Timetables,
  { id, event }: { id: string; event: Exclude<DepartureEvent, 'book' | 'leave'> },
): Promise<Result<SoldDeparture | 'already'>> {
  const sold = await soldDeparture(tx, timetables, id)
  if (!sold) return refuse('unknown-departure')
  const fate = departureLife[departureStateAt(sold.running.status, lastLeavesAt(sold), tx.now)][event]
  if ('refuse' in fate) return refuse(fate.refuse)
  if ('same' in fate) return grant('already')
  if (!sold.frozen) await freeze(tx, sold)
  return grant({ ...sold, frozen: true })
}

/** The departure does not run. */
export async function markCancelled(tx: Tx, id: string): Promise<void> {
  await tx.run(setStatus, { id, status: 'cancelled' })
  tx.changed('departure', id)
}

/** So many minutes late at every stop; null: on time. */
export async function markDelayed(tx: Tx, id: string, minutes: number | null): Promise<void> {
  await tx.run(setDelay, { id, minutes })
  tx.changed('departure', id)
}

/** Another vehicle comes. Its seats are those of a map of the catalogue. */
export async function markSwapped(tx: Tx, departure: Departure, seatMap: string): Promise<void> {
  if (!seatMaps[seatMap]) throw new Error(`No seat map ${seatMap}`)
  const { id } = departure
  await tx.run(setFrozen, { id, frozen: JSON.stringify({ ...departure, seatMap }) })
  tx.changed('departure', id)
  tx.changed('departure-sold', id)
}
