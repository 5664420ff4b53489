import type { Day, ServiceTime } from '../../base/instants.ts'
import type { Amenity, PickupType } from '../timetable.ts'

/**
 * Rows of a feed after parsing and checking; ids are already `<feed>:<id in the feed>`.
 * The importer keeps them in SQL; `buildPack` reads them from there.
 */
export interface AgencyRow {
  id: string
  name: string
  url: string
  zone: string
  phone: string | null
}
export interface StopRow {
  id: string
  name: string
  code: string | null
  platform: string | null
  lat: number
  lon: number
  zoneId: string | null
  locationType: number
  parent: string | null
  zone: string | null
}
export interface RouteRow {
  id: string
  agency: string
  short: string
  long: string
  type: number
  colour: string | null
}
export interface TripRow {
  id: string
  route: string
  service: string
  headsign: string
  direction: 0 | 1 | null
  block: string | null
  /** Cannot be sold or shown (one stop, beyond 168 h): kept out of the pack. */
  unusable: boolean
}
export interface StopTimeRow {
  trip: string
  sequence: number
  stop: string
  /** Interpolated already where the feed had none. */
  arrival: ServiceTime
  departure: ServiceTime
  approximate: boolean
  pickup: PickupType
  dropOff: PickupType
  headsign: string | null
  /** Metres or any unit along the shape; null when the feed has none. */
  distance: number | null
}
export interface ServiceRow {
  id: string
  /** Bit 0 Monday … bit 6 Sunday; 0 with only exceptions. */
  weekdays: number
  from: Day
  to: Day
}
export interface ServiceExceptionRow {
  service: string
  day: Day
  runs: boolean
}
export interface FrequencyRow {
  trip: string
  start: ServiceTime
  end: ServiceTime
  headway: number
  exact: boolean
}
export interface FareRow {
  id: string
  amount: number
  currency: string
  paymentMethod: 0 | 1
  transfers: number | null
  agency: string | null
}
export interface FareRuleRow {
  fare: string
  route: string | null
  origin: string | null
  destination: string | null
  contains: string | null
}
/** wayfare_vehicles.txt: a trip's (else its route's) seat map and amenities. */
export interface VehicleRow {
  trip: string | null
  route: string | null
  seatMap: string
  amenities: Amenity[]
}
export interface FeedInfoRow {
  publisher: string | null
  language: string | null
  from: Day | null
  to: Day | null
  version: string | null
}

/** All of a published feed, as `buildPack` reads it. Trips come sorted by id; stop times sorted by trip, then sequence. */
export interface FeedRows {
  feed: string
  /** ISO 4217: --currency, else the feed's fares, else EUR. */
  currency: string
  info: FeedInfoRow | null
  agencies: Iterable<AgencyRow>
  stops: Iterable<StopRow>
  routes: Iterable<RouteRow>
  trips: Iterable<TripRow>
  stopTimes: Iterable<StopTimeRow>
  services: Iterable<ServiceRow>
  exceptions: Iterable<ServiceExceptionRow>
  frequencies: Iterable<FrequencyRow>
  fares: Iterable<FareRow>
  fareRules: Iterable<FareRuleRow>
  vehicles: Iterable<VehicleRow>
}
