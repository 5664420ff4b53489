import { freeSeats, rideMask } from 'shared/inventory/legs.ts'
import { seatsOf, type SeatMap } from 'shared/inventory/seat-map.ts'
import type { DepartureState } from 'shared/records.ts'
import type { Span } from 'shared/timetable/search.ts'

/** How full a ride is, in the three steps that change a decision, and full. */
export type Load =
  | { level: 'low' | 'middle' | 'high'; free: number }
  /** Fewer seats than people for the whole ride; from stop `from` on there are enough, when it is set. */
  | { level: 'full'; free: number; from?: number }

/** The load of a ride for a party, by what the phone knows of the departure. */
export function loadOf(map: SeatMap, state: DepartureState, { board, alight }: Span, party: number): Load {
  const labels = seatsOf(map).map((seat) => seat.label)
  const freeOn = (from: number) => freeSeats(labels, state.taken, rideMask(from, alight)).length
  const free = freeOn(board)
  if (free < party) {
    for (let from = board + 1; from < alight; from += 1) if (freeOn(from) >= party) return { level: 'full', free, from }
    return { level: 'full', free }
  }
  return loadOfCount(free, labels.length, party)
}

/** The load when only the number of free seats is known. */
export function loadOfCount(free: number, total: number, party: number): Load {
  if (free < party) return { level: 'full', free }
  if (free <= Math.max(4, total * 0.1)) return { level: 'high', free }
  return { level: free < total / 2 ? 'middle' : 'low', free }
}
