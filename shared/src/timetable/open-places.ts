import type { Service } from './calendar.ts'
import { broken } from './columns.ts'
import type { PackFrequency } from './pack-format.ts'
import type { Pattern, StopPoint, Trips } from './pack.ts'
import { derivedPlaceId, placeName } from './place-names.ts'
import type { Place } from './timetable.ts'

interface Traffic {
  readonly patterns: readonly Pattern[]
  readonly trips: Trips
  readonly services: readonly Service[]
  readonly frequencies: ReadonlyMap<number, readonly PackFrequency[]>
}

const bits = (mask: number): number => [0, 1, 2, 3, 4, 5, 6].filter((day) => (mask >> day) & 1).length

/** Days a week the service runs; days added one by one count within their own span of weeks. */
function daysAWeek(service: Service): number {
  const weeks = Math.max(1, (service.to - service.from + 1) / 7)
  return bits(service.weekdays) + service.added.size / weeks
}

const runsOf = (frequency: PackFrequency): number =>
  Math.max(0, Math.ceil((frequency.end - frequency.start) / frequency.headway))

/** Calls a week at each stop. */
function callsAWeek(stops: number, { patterns, trips, services, frequencies }: Traffic): Float64Array {
  const days = services.map(daysAWeek)
  const calls = new Float64Array(stops)
  for (const pattern of patterns) {
    let runs = 0
    for (let trip = pattern.firstTrip; trip < pattern.endTrip; trip += 1) {
      const repeated = frequencies.get(trip)
      const each = repeated ? repeated.reduce((sum, frequency) => sum + runsOf(frequency), 0) : 1
      runs += each * (days[trips.service[trip] ?? 0] ?? 0)
    }
    for (const stop of pattern.stops) calls[stop] = (calls[stop] ?? 0) + runs
  }
  return calls
}

/** Places from the stops' column of places: a station with its platforms, or stops of one name. */
export function openPlaces(feed: string, stops: readonly StopPoint[], traffic: Traffic): Place[] {
  const members: StopPoint[][] = []
  const calls = callsAWeek(stops.length, traffic)
  const weights: number[] = []
  stops.forEach((stop, i) => {
    ;(members[stop.place] ??= []).push(stop)
    weights[stop.place] = (weights[stop.place] ?? 0) + (calls[i] ?? 0)
  })
  const taken = new Set(stops.map((stop) => stop.id))
  return Array.from(members, (group, i) => {
    const first = group?.[0]
    if (!group || !first) return broken('a place without stops')
    const station = group.find((stop) => stop.station)
    const mean = (axis: 'lat' | 'lon') => group.reduce((sum, stop) => sum + stop[axis], 0) / group.length
    const ids = group.map((stop) => stop.id)
    const id = station?.id ?? derivedPlaceId(feed, ids, taken)
    taken.add(id)
    return {
      id,
      name: station?.name ?? placeName(group.map((stop) => stop.name)),
      lat: station?.lat ?? mean('lat'),
      lon: station?.lon ?? mean('lon'),
      stops: ids,
      weight: Math.round(weights[i] ?? 0),
    }
  })
}
