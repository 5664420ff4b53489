import type { Instant } from '../base/instants.ts'
import { grant, refuse, type Result } from '../base/result.ts'
import type { Call, Departure } from '../timetable/timetable.ts'

/** Sales close so long before the departure leaves the boarding stop. */
export const salesClose = 5 * 60_000

/** One end as an intent names it: a position and the stop that stands there. */
export interface NamedEnd {
  readonly index: number
  readonly stop: string
}

export interface Running {
  readonly status: 'scheduled' | 'cancelled'
  readonly delayMinutes: number | null
}

export const leavesAt = (call: Call, running: Running): Instant =>
  call.departureAt + (running.delayMinutes ?? 0) * 60_000

/**
 * The two ends of a ride that is on sale now.
 * Refusals, the first that holds: timetable-changed (another stop stands at a position), not-sold, cancelled, departed,
 * sales-closed (both with when).
 */
export function onSale(
  departure: Departure,
  running: Running,
  ride: { board: NamedEnd; alight: NamedEnd },
  now: Instant,
): Result<{ board: Call; alight: Call }> {
  const board = departure.calls[ride.board.index]
  const alight = departure.calls[ride.alight.index]
  if (!board || board.stop !== ride.board.stop || !alight || alight.stop !== ride.alight.stop) {
    return refuse('timetable-changed')
  }
  if (board.index >= alight.index || board.pickup === 1 || alight.dropOff === 1) return refuse('not-sold')
  if (running.status === 'cancelled') return refuse('cancelled')
  const at = leavesAt(board, running)
  if (now >= at) return refuse('departed', { at })
  if (now >= at - salesClose) return refuse('sales-closed', { at: at - salesClose })
  return grant({ board, alight })
}
