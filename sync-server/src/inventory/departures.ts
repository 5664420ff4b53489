import type { Money } from 'shared/base/money.ts'
import { must } from 'shared/base/result.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import type { SeatMap } from 'shared/inventory/seat-map.ts'
import { departureOf, feedOf } from 'shared/timetable/departures.ts'
import { fareOf } from 'shared/timetable/fares.ts'
import type { Timetable } from 'shared/timetable/pack.ts'
import type { Departure } from 'shared/timetable/timetable.ts'
import { defaultSeatMap } from 'shared/timetable/vehicles.ts'
import type { Context } from '../context.ts'
import type { Reader, Tx } from '../db/transact.ts'
import { agencyById, departureById, type DepartureRow, frozenById, insertDeparture, meet } from './store.ts'

export type Timetables = Context['timetables']

/** A departure as it is sold: frozen since its first booking, else by today's timetable. */
export interface SoldDeparture {
  readonly departure: Departure
  readonly running: { readonly status: 'scheduled' | 'cancelled'; readonly delayMinutes: number | null }
  readonly seatMap: SeatMap
  /** Seat label to mask of taken legs. */
  readonly taken: Readonly<Record<string, string>>
  /** Fare of one passenger between two positions; undefined when it is not sold. */
  fare(board: number, alight: number): Money | undefined
  /** Whether it is in the database already. */
  readonly frozen: boolean
}

/** Frozen departures that were read, by id: parsing each revision once is enough. */
interface Known {
  readonly departure: Departure
  readonly madeAt: number
  readonly rev: number
}
const known = new WeakMap<Timetables, Map<string, Known>>()
const mostKnown = 5_000

/** The departure of a row as it was sold. */
export async function frozen(
  reader: Reader,
  timetables: Timetables,
  id: string,
  row: DepartureRow,
): Promise<Departure> {
  const cache = known.get(timetables) ?? new Map<string, Known>()
  known.set(timetables, cache)
  const hit = cache.get(id)
  if (hit?.madeAt === row.made_at && hit.rev === row.rev) return hit.departure
  const departure = must(await frozenDeparture(reader, id), 'frozen departure')
  if (cache.size >= mostKnown) cache.delete(must(cache.keys().next().value, 'oldest departure'))
  cache.set(id, { departure, madeAt: row.made_at, rev: row.rev })
  return departure
}

/** A departure that has a booking, as it was sold. */
export async function frozenDeparture(reader: Reader, id: string): Promise<Departure | undefined> {
  const kept = await reader.get(frozenById, { id })
  // Written by freeze() alone, from a Departure.
  return kept && (JSON.parse(kept.frozen) as Departure)
}

const seatMapOf = (departure: Departure): SeatMap =>
  must(seatMaps[departure.seatMap] ?? seatMaps[defaultSeatMap], 'seat map')

/** A departure by its id, with what is taken; undefined when neither a booking nor a timetable knows it. */
export async function soldDeparture(
  reader: Reader,
  timetables: Timetables,
  id: string,
): Promise<SoldDeparture | undefined> {
  const row = await reader.get(departureById, { id })
  const departure = row ? await frozen(reader, timetables, id, row) : departureOf(timetables.current(), id)
  if (!departure) return undefined
  return {
    departure,
    frozen: row !== undefined,
    running: { status: row?.status ?? 'scheduled', delayMinutes: row?.delay_minutes ?? null },
    seatMap: seatMapOf(departure),
    taken: row ? takenOf(row.taken) : {},
    fare: (board, alight) => fareOn(timetables.current(), departure, board, alight),
  }
}

// Written by allocate and release alone.
export const takenOf = (text: string): Record<string, string> => JSON.parse(text) as Record<string, string>

const fares = new WeakMap<Timetable, WeakMap<Departure, Map<number, Money>>>()

/** Today's fare, kept for each ride of a departure. "Every n minutes" is shown and not sold. */
function fareOn(
  timetables: readonly Timetable[],
  departure: Departure,
  board: number,
  alight: number,
): Money | undefined {
  const timetable = timetables.find((held) => held.feed === feedOf(departure.id))
  if (!timetable || departure.everyMinutes !== undefined) return undefined
  const ofTimetable = fares.get(timetable) ?? new WeakMap<Departure, Map<number, Money>>()
  fares.set(timetable, ofTimetable)
  const rides = ofTimetable.get(departure) ?? new Map<number, Money>()
  ofTimetable.set(departure, rides)
  const ride = board * 4096 + alight
  const fare = rides.get(ride) ?? fareOf(timetable, departure, board, alight).money
  rides.set(ride, fare)
  return fare
}

/** The departure enters the database as it is now; a later timetable never shifts its stops, times or seats. */
export async function freeze(tx: Tx, { departure }: SoldDeparture): Promise<void> {
  await tx.run(insertDeparture, {
    id: departure.id,
    agency: departure.agency.id,
    day: departure.day,
    frozen: JSON.stringify(departure),
    now: tx.now,
  })
  tx.changed('departure-sold', departure.id, [
    { scope: `departure:${departure.id}`, value: departure, rev: 0, fresh: true },
  ])
}

/**
 * A unit that judges by what is taken on a departure, or by who waits for it, without changing its seats: of two that do
 * so at once the later one sees what the first one did. The departure is in the database.
 */
export const meetAtDeparture = (tx: Tx, id: string): Promise<number> => tx.run(meet, { id })

/** The agency that runs a departure; undefined when nobody knows it. */
export async function agencyOf(reader: Reader, timetables: Timetables, id: string): Promise<string | undefined> {
  const row = await reader.get(agencyById, { id })
  return row?.agency ?? departureOf(timetables.current(), id)?.agency.id
}

/** How a departure runs, as far as anybody said: scheduled and on time when nobody did. */
export async function runningOf(reader: Reader, id: string): Promise<SoldDeparture['running']> {
  const row = await reader.get(departureById, { id })
  return { status: row?.status ?? 'scheduled', delayMinutes: row?.delay_minutes ?? null }
}
