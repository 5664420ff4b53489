import { must } from '../base/result.ts'
import { metresBetween, type Point } from './geometry.ts'
import type { FeedRows, StopTimeRow, TripRow, VehicleRow } from './gtfs/rows.ts'
import type { PackVehicle } from './pack-format.ts'
import { defaultSeatMap, isSeatMapId, seatCounts } from './vehicles.ts'

/** A trip on its way into a pack: everything by index, times as differences. */
export interface Journey {
  readonly id: string
  readonly route: number
  readonly headsign: number
  readonly vehicle: number
  readonly service: number
  readonly stops: readonly number[]
  /** One digit per stop. */
  readonly pickup: string
  readonly dropOff: string
  /** Departure from the first stop; `runs` to the next arrival; `waits` at each stop. */
  readonly start: number
  readonly runs: readonly number[]
  readonly waits: readonly number[]
  /** From the start to the last time of the trip. */
  readonly duration: number
  readonly approximate: readonly number[]
  /** Between consecutive stops, where the feed gave distances. */
  metres: number[] | undefined
}

/** Values in order of first use. */
class Interned<T> {
  readonly values: T[] = []
  readonly #known = new Map<string, number>()
  index(value: T, key: string): number {
    const known = this.#known.get(key) ?? this.values.length
    if (known === this.values.length) {
      this.#known.set(key, known)
      this.values.push(value)
    }
    return known
  }
}

function vehiclesOf(rows: Iterable<VehicleRow>): (trip: TripRow) => PackVehicle {
  const named = new Map<string, PackVehicle>()
  for (const { trip, route, seatMap, amenities } of rows) {
    if (!isSeatMapId(seatMap)) throw new Error(`Vehicles name the seat map ${seatMap}, which is not in the catalogue`)
    named.set(trip === null ? `route ${route ?? ''}` : `trip ${trip}`, {
      seatMap,
      seats: seatCounts[seatMap],
      amenities,
    })
  }
  const other: PackVehicle = { seatMap: defaultSeatMap, seats: seatCounts[defaultSeatMap], amenities: [] }
  return (trip) => named.get(`trip ${trip.id}`) ?? named.get(`route ${trip.route}`) ?? other
}

function* byTrip(rows: Iterable<StopTimeRow>): Generator<StopTimeRow[]> {
  let calls: StopTimeRow[] = []
  for (const row of rows) {
    if (calls[0] && calls[0].trip !== row.trip) {
      yield calls
      calls = []
    }
    calls.push(row)
  }
  if (calls.length > 0) yield calls
}

const metre = { metre: 1, kilometre: 1000, mile: 1609.344, foot: 0.3048 }

/**
 * shape_dist_traveled may be in any unit: the one that makes the feed's ways a fifth longer than the great circles,
 * as roads are. Undefined when none comes near: then nothing is known.
 */
function unitOf(travelled: number, straight: number): number | undefined {
  if (travelled <= 0 || straight <= 0) return undefined
  const misfit = (unit: number): number => Math.abs(Math.log((travelled * unit) / straight / 1.2))
  const unit = Object.values(metre).reduce((a, b) => (misfit(a) <= misfit(b) ? a : b))
  return misfit(unit) < Math.log(2) ? unit : undefined
}

function distances(calls: readonly StopTimeRow[]): number[] | undefined {
  const along: number[] = []
  for (const { distance } of calls) {
    if (distance === null || distance < (along.at(-1) ?? 0)) return undefined
    along.push(distance)
  }
  return along
}

interface Indexes {
  readonly routeIndex: ReadonlyMap<string, number>
  readonly stopIndex: ReadonlyMap<string, number>
  readonly serviceIndex: ReadonlyMap<string, number>
  /** Where the stops stand, by index. */
  readonly points: readonly Point[]
}

/** Reads trips and their stop times into journeys. Stop times of one trip come together, in order. */
export function gatherTrips(rows: FeedRows, { routeIndex, stopIndex, serviceIndex, points }: Indexes) {
  const trips = new Map<string, TripRow>()
  for (const trip of rows.trips) if (!trip.unusable) trips.set(trip.id, trip)
  const vehicleOf = vehiclesOf(rows.vehicles)
  const headsigns = new Interned<string>()
  const vehicles = new Interned<PackVehicle>()
  const journeys: Journey[] = []
  let [travelled, straight] = [0, 0]
  for (const calls of byTrip(rows.stopTimes)) {
    const first = must(calls[0], 'first call')
    const trip = trips.get(first.trip)
    if (!trip || calls.length < 2) continue
    const stops = calls.map((call) => must(stopIndex.get(call.stop), `stop ${call.stop}`))
    const along = distances(calls)
    if (along) {
      travelled += (along.at(-1) ?? 0) - (along[0] ?? 0)
      stops.forEach((stop, i) => {
        const [a, b] = [points[stops[i - 1] ?? -1], points[stop]]
        if (a && b) straight += metresBetween(a, b)
      })
    }
    const headsign = trip.headsign || (first.headsign ?? '')
    const vehicle = vehicleOf(trip)
    journeys.push({
      id: trip.id,
      route: must(routeIndex.get(trip.route), `route ${trip.route}`),
      headsign: headsigns.index(headsign, headsign),
      vehicle: vehicles.index(vehicle, JSON.stringify(vehicle)),
      service: must(serviceIndex.get(trip.service), `service ${trip.service}`),
      stops,
      pickup: calls.map((call) => call.pickup).join(''),
      dropOff: calls.map((call) => call.dropOff).join(''),
      start: first.departure,
      runs: calls.slice(1).map((call, i) => call.arrival - (calls[i]?.departure ?? 0)),
      waits: calls.map((call) => call.departure - call.arrival),
      duration: (calls.at(-1)?.departure ?? 0) - first.departure,
      approximate: calls.flatMap((call, i) => (call.approximate ? [i] : [])),
      metres: along,
    })
  }
  const unit = unitOf(travelled, straight)
  for (const journey of journeys) journey.metres = unit && journey.metres ? legs(journey.metres, unit) : undefined
  return { journeys, headsigns: headsigns.values, vehicles: vehicles.values, hasMetres: unit !== undefined }
}

/** Metres of each leg, to ten metres. */
function legs(along: readonly number[], unit: number): number[] {
  const tens = along.map((distance) => Math.round((distance * unit) / 10))
  return tens.slice(1).map((ten, i) => (ten - (tens[i] ?? 0)) * 10)
}
