import type { Day } from 'shared/base/instants.ts'
import { times } from 'shared/base/money.ts'
import { isoDay, isoText } from 'shared/base/time.ts'
import type { Timetable } from 'shared/timetable/pack.ts'
import { placeOf, suggestPlaces } from 'shared/timetable/places.ts'
import { nextDayWithRides, searchRides } from 'shared/timetable/search.ts'
import type { Place, Ride, RideEnd } from 'shared/timetable/timetable.ts'
import type { FoundEnd, FoundRide, PlaceAnswer, SearchAnswer } from './answers.ts'

/** A ride as it can be had, and how full it is. */
export interface LoadedRide {
  readonly ride: Ride
  /** 0 on a cancelled departure. */
  readonly freeSeats: number
  readonly status: 'scheduled' | 'cancelled'
}

/**
 * Given by inventory, which stands above the timetable: the rides with the seats free on each. One of a departure that
 * was booked by an earlier timetable comes as it was sold, and is left out when it cannot be had any more.
 */
export type LoadsOf = (rides: readonly Ride[]) => Promise<readonly LoadedRide[]>

export interface SearchAsked {
  /** Ids of places or stops. */
  readonly from: string
  readonly to: string
  readonly day: Day
  readonly passengers: number
}

export interface UnknownPlace {
  readonly unknown: 'from' | 'to'
  readonly suggestions: readonly PlaceAnswer[]
}

/** How far ahead a day with rides is looked for when the asked one has none. */
const lookAhead = 14

export const placeAnswer = ({ id, name, lat, lon, stops }: Place): PlaceAnswer => ({
  id,
  name,
  lat: Math.round(lat * 1e5) / 1e5,
  lon: Math.round(lon * 1e5) / 1e5,
  stops: [...stops],
})

const endAnswer = (end: RideEnd): FoundEnd => ({
  index: end.index,
  stop: end.stop,
  name: end.name,
  ...(end.platform !== undefined && { platform: end.platform }),
  at: isoText(end.at, end.zone),
  zone: end.zone,
  approximate: end.approximate,
  arrangement: end.arrangement,
})

const rideAnswer = ({ ride, freeSeats, status }: LoadedRide, passengers: number): FoundRide => ({
  id: ride.departure,
  trip: ride.trip,
  serviceDate: isoDay(ride.day),
  route: { ...ride.route },
  headsign: ride.headsign,
  agency: { ...ride.agency },
  board: endAnswer(ride.board),
  alight: endAnswer(ride.alight),
  via: [...ride.via],
  durationMinutes: ride.durationMinutes,
  price: ride.price.money,
  total: times(ride.price.money, passengers),
  priceSource: ride.price.source,
  freeSeats,
  totalSeats: ride.totalSeats,
  amenities: [...ride.amenities],
  status,
  sold: ride.everyMinutes === undefined,
  ...(ride.everyMinutes !== undefined && { everyMinutes: ride.everyMinutes }),
})

/** Words of an id that names nothing, to suggest places by: what follows the feed. */
const textOf = (id: string): string => id.slice(id.indexOf(':') + 1).replaceAll(/[-_~.]+/g, ' ')

/** The rides of a day with the seats free on each; by the same code as the phone's own search. */
export async function search(
  timetables: readonly Timetable[],
  loadsOf: LoadsOf,
  asked: SearchAsked,
): Promise<SearchAnswer | UnknownPlace> {
  const [from, to] = [placeOf(timetables, asked.from), placeOf(timetables, asked.to)]
  if (!from || !to) {
    const unknown = from ? 'to' : 'from'
    return { unknown, suggestions: suggestPlaces(timetables, textOf(asked[unknown]), 5).map(placeAnswer) }
  }
  const rides = searchRides(timetables, asked)
  const loaded = [...(await loadsOf(rides))].sort(
    (a, b) => a.ride.board.at - b.ride.board.at || a.ride.alight.at - b.ride.alight.at,
  )
  const { day, passengers } = asked
  const next = loaded.length === 0 && nextDayWithRides(timetables, { ...asked, after: day, within: lookAhead })
  return {
    from: placeAnswer(from),
    to: placeAnswer(to),
    date: isoDay(day),
    departures: loaded.map((each) => rideAnswer(each, passengers)),
    next: next ? { date: isoDay(next.day), at: isoText(next.first.board.at, next.first.board.zone) } : null,
  }
}
