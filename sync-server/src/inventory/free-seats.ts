import { freeSeats, rideMask } from 'shared/inventory/legs.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import { seatsOf } from 'shared/inventory/seat-map.ts'
import { callsOfRide } from 'shared/timetable/as-sold.ts'
import { feedOf } from 'shared/timetable/departures.ts'
import { fareOf } from 'shared/timetable/fares.ts'
import { endOf } from 'shared/timetable/search.ts'
import type { Departure, Ride } from 'shared/timetable/timetable.ts'
import type { Reader } from '../db/transact.ts'
import { frozen, takenOf, type Timetables } from './departures.ts'
import { type DepartureRow, takenBatch, takenOfMany } from './store.ts'

export interface LoadedRide {
  readonly ride: Ride
  /** 0 on a cancelled departure. */
  readonly freeSeats: number
  readonly status: 'scheduled' | 'cancelled'
}

/**
 * The rides with the seats free on each. One query for every 50 departures: a departure nobody booked is not in the
 * database and all its seats are free. One that was booked by an earlier timetable comes as it was sold: its legs are
 * counted by its own stops. When these do not offer the ride, it is left out.
 */
export async function loadsOf(
  reader: Reader,
  timetables: Timetables,
  rides: readonly Ride[],
): Promise<readonly LoadedRide[]> {
  const rows = await rowsByDeparture(reader, [...new Set(rides.map((ride) => ride.departure))])
  const loaded: LoadedRide[] = []
  for (const ride of rides) {
    const row = rows.get(ride.departure)
    const sold = row ? asSold(timetables, ride, await frozen(reader, timetables, ride.departure, row)) : ride
    if (sold) loaded.push(load(sold, row))
  }
  return loaded
}

function load(ride: Ride, row: DepartureRow | undefined): LoadedRide {
  if (row?.status === 'cancelled') return { ride, freeSeats: 0, status: 'cancelled' }
  const labels = labelsOf(ride.seatMap)
  const mask = rideMask(ride.board.index, ride.alight.index)
  const free = row ? freeSeats(labels, takenOf(row.taken), mask).length : labels.length
  return { ride, freeSeats: free, status: 'scheduled' }
}

function labelsOf(seatMap: string): string[] {
  const map = seatMaps[seatMap]
  return map ? seatsOf(map).map((seat) => seat.label) : []
}

/** A ride of today's timetable on the departure as it was sold; undefined when that one does not offer it. */
function asSold(timetables: Timetables, ride: Ride, departure: Departure): Ride | undefined {
  const { calls, seatMap } = departure
  const [boardNow, alightNow] = [calls[ride.board.index], calls[ride.alight.index]]
  const same =
    boardNow?.stop === ride.board.stop &&
    boardNow.departureAt === ride.board.at &&
    alightNow?.stop === ride.alight.stop &&
    alightNow.arrivalAt === ride.alight.at &&
    seatMap === ride.seatMap
  if (same) return ride
  const made = callsOfRide(departure, { board: ride.board.stop, alight: ride.alight.stop })
  const timetable = timetables.current().find((held) => held.feed === feedOf(departure.id))
  if (!made || !timetable) return undefined
  const { board, alight } = made
  return {
    ...ride,
    board: endOf(board, board.departureAt, board.pickup),
    alight: endOf(alight, alight.arrivalAt, alight.dropOff),
    durationMinutes: Math.round((alight.arrivalAt - board.departureAt) / 60_000),
    via: calls.slice(board.index + 1, alight.index).map((call) => call.name),
    price: fareOf(timetable, departure, board.index, alight.index),
    seatMap,
    totalSeats: labelsOf(seatMap).length,
    amenities: departure.amenities,
  }
}

async function rowsByDeparture(reader: Reader, ids: readonly string[]) {
  const found = new Map<string, DepartureRow>()
  for (let from = 0; from < ids.length; from += takenBatch) {
    const batch = ids.slice(from, from + takenBatch)
    const last = batch.at(-1) ?? ''
    const params = Object.fromEntries(Array.from({ length: takenBatch }, (_, i) => [`id${i}`, batch[i] ?? last]))
    for (const row of await reader.all(takenOfMany, params)) found.set(row.id, row)
  }
  return found
}
