import { localDay } from '../base/time.ts'
import type { Timetable } from '../timetable/pack.ts'
import { searchRides } from '../timetable/search.ts'
import type { Departure } from '../timetable/timetable.ts'
import type { BookIntent } from './intents.ts'
import type { NamedEnd } from './sale.ts'

/** A ride a wish may end up on. */
export interface NamedRide {
  readonly departure: string
  readonly board: NamedEnd
  readonly alight: NamedEnd
}

/** The rides each wish for a later departure may end up on, by its place among the wishes; the earliest first. */
export type LaterRides = ReadonlyMap<number, readonly NamedRide[]>

const minute = 60_000

/**
 * What the wishes for a later departure come to, by the timetables held: rides between the places of the ride that was
 * asked for, which leave after it and within the minutes of the wish. `own` is the departure asked for. At most so many
 * different departures in all.
 */
export function laterRides(
  intent: BookIntent,
  timetables: readonly Timetable[],
  { own, most }: { readonly own: Departure | undefined; readonly most: number },
): LaterRides {
  const rides = new Map<number, readonly NamedRide[]>()
  const board = own?.calls[intent.board.index]
  const alight = own?.calls[intent.alight.index]
  if (!own || !board || !alight) return rides
  const picked = new Set<string>()
  for (const [index, wish] of intent.wishes.entries()) {
    if (wish.kind !== 'later') continue
    const last = board.departureAt + wish.withinMinutes * minute
    const days = new Set([localDay(board.departureAt, board.zone), localDay(last, board.zone)])
    const query = { from: board.place, to: alight.place, passengers: intent.passengers.length }
    const found = [...days]
      .flatMap((day) => searchRides(timetables, { ...query, day }))
      .filter(({ departure, board: { at }, everyMinutes }) => {
        return departure !== own.id && everyMinutes === undefined && at > board.departureAt && at <= last
      })
    const options: NamedRide[] = []
    for (const ride of found) {
      if (!picked.has(ride.departure) && picked.size >= most) break
      picked.add(ride.departure)
      const { departure } = ride
      options.push({
        departure,
        board: { index: ride.board.index, stop: ride.board.stop },
        alight: { index: ride.alight.index, stop: ride.alight.stop },
      })
    }
    rides.set(index, options)
  }
  return rides
}
