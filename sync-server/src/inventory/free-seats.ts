import { freeSeats, rideMask } from 'shared/inventory/legs.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import { seatsOf } from 'shared/inventory/seat-map.ts'
import type { Reader } from '../db/transact.ts'
import { takenOf } from './departures.ts'
import { takenBatch, takenOfMany } from './store.ts'

export interface RideAsked {
  readonly departure: string
  readonly seatMap: string
  /** Positions of the stops. */
  readonly board: number
  readonly alight: number
}

export interface RideLoad {
  /** 0 on a cancelled departure. */
  readonly freeSeats: number
  readonly status: 'scheduled' | 'cancelled'
}

/**
 * The seats free on each of the rides, in their order. One query for every 50 departures: a departure nobody booked is
 * not in the database and all its seats are free.
 */
export async function loadsOf(reader: Reader, rides: readonly RideAsked[]): Promise<RideLoad[]> {
  const taken = await takenByDeparture(reader, [...new Set(rides.map((ride) => ride.departure))])
  return rides.map(({ departure, seatMap, board, alight }) => {
    const row = taken.get(departure)
    if (row?.status === 'cancelled') return { freeSeats: 0, status: 'cancelled' }
    const map = seatMaps[seatMap]
    const labels = map ? seatsOf(map).map((seat) => seat.label) : []
    const free = row ? freeSeats(labels, takenOf(row.taken), rideMask(board, alight)).length : labels.length
    return { freeSeats: free, status: 'scheduled' }
  })
}

async function takenByDeparture(reader: Reader, ids: readonly string[]) {
  const found = new Map<string, { taken: string; status: string }>()
  for (let from = 0; from < ids.length; from += takenBatch) {
    const batch = ids.slice(from, from + takenBatch)
    const last = batch.at(-1) ?? ''
    const params = Object.fromEntries(Array.from({ length: takenBatch }, (_, i) => [`id${i}`, batch[i] ?? last]))
    for (const row of await reader.all(takenOfMany, params)) found.set(row.id, row)
  }
  return found
}
