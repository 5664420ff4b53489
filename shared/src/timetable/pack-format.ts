import type { Day, ServiceTime } from '../base/instants.ts'
import type { Amenity } from './timetable.ts'

/**
 * The JSON of a timetable pack: one immutable file per version of a feed, written by build-pack.ts, read by pack.ts.
 * Ids come without their feed. Columns of equal length stand for tables; `Deltas` holds differences to the value before.
 * docs/packs.md describes it; a change of meaning takes the next number.
 */
export const packFormat = 'wayfare-pack'
export const packVersion = 1

/** Differences to the value before, from 0. */
export type Deltas = number[]
/** Whole numbers as differences when every id is a plain one, else the texts. */
export type Ids = { numbers: Deltas } | { texts: string[] }

export interface PackAgency {
  id: string
  name: string
  zone: string
  url?: string
  phone?: string
}

export interface PackStops {
  id: Ids
  name: string[]
  /** Hundred-thousandths of a degree (1.1 m). */
  lat: Deltas
  lon: Deltas
  /** Index of the place the stop belongs to. */
  place: Deltas
  /** Indexes of the stops that are stations. */
  stations: number[]
  /** Sparse columns: stop index to value. */
  platform: Record<string, string>
  zone: Record<string, string>
  fareZone: Record<string, string>
}

export interface PackRoutes {
  id: Ids
  short: string[]
  long: string[]
  agency: number[]
  colour: string[]
}

/** What trips share: route, headsign, vehicle, and the stops with what may be done there (NeTEx: journey pattern). */
export interface PackPatterns {
  route: number[]
  /** Index into `headsigns`. */
  headsign: number[]
  /** Index into `vehicles`. */
  vehicle: number[]
  stops: Deltas[]
  /** Pattern index to one digit per stop; absent when all are 0. */
  pickup: Record<string, string>
  dropOff: Record<string, string>
  /** Metres between consecutive stops, where the feed gave distances along the shape. */
  metres: Record<string, number[]>
}

/** Times between stops, shared by trips (NeTEx: time demand type). In units of `step` seconds. */
export interface PackTimings {
  step: number
  /** Per timing: from each departure to the next arrival, run by run. */
  runs: number[][]
  /** Timing index to [stop, wait, stop, wait …] where the coach stands longer than 0. */
  waits: Record<string, number[]>
  /** Timing index to the stops whose times are approximate. */
  approximate: Record<string, number[]>
}

/** Sorted by pattern, service, start. */
export interface PackTrips {
  id: Ids
  /** How many trips each pattern has. */
  perPattern: number[]
  service: Deltas
  /** Departure from the first stop, in steps of the timings. */
  start: Deltas
  timing: Deltas
}

export interface PackService {
  /** Bit 0 Monday … bit 6 Sunday. */
  weekdays: number
  from: Day
  to: Day
  added?: Deltas
  removed?: Deltas
}

export interface PackFrequency {
  trip: number
  start: ServiceTime
  end: ServiceTime
  headway: number
  exact: boolean
}

export interface PackFare {
  id: string
  amount: number
  currency: string
  agency?: number
}

/** A way to match a fare; a fare without rules matches every ride (of its agency). */
export interface PackFareRule {
  fare: number
  route?: number
  origin?: string
  destination?: string
  /** Sorted: must equal the zones passed. */
  contains?: string[]
}

export interface PackVehicle {
  seatMap: string
  seats: number
  amenities: Amenity[]
}

export interface Pack {
  format: typeof packFormat
  version: typeof packVersion
  feed: string
  /** Hash of the feed the pack was made from. */
  source: string
  name: string
  currency: string
  /** Of the first agency. */
  zone: string
  /** First and last day with service. */
  valid: [Day, Day]
  /** The latest time of any stop of any trip, seconds of the service date. */
  longest: ServiceTime
  agencies: PackAgency[]
  stops: PackStops
  routes: PackRoutes
  headsigns: string[]
  vehicles: PackVehicle[]
  patterns: PackPatterns
  timings: PackTimings
  services: PackService[]
  trips: PackTrips
  frequencies: PackFrequency[]
  fares: PackFare[]
  fareRules: PackFareRule[]
}
