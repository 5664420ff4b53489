import type { Day, Instant, ServiceTime } from '../base/instants.ts'
import type { Money } from '../base/money.ts'

/** GTFS pickup_type and drop_off_type: 0 regular, 1 none, 2 phone the agency, 3 ask the driver. */
export type PickupType = 0 | 1 | 2 | 3

export const amenities = [
  'wifi',
  'power',
  'toilet',
  'air-conditioning',
  'step-free',
  'bicycles',
  'sleeper',
  'quiet',
] as const
export type Amenity = (typeof amenities)[number]

/** A station, or all unparented stops of one normalised name within 700 m. What people search from and to. */
export interface Place {
  readonly id: string
  readonly name: string
  readonly lat: number
  readonly lon: number
  readonly stops: readonly string[]
  /** Ranks suggestions: how many calls a week. */
  readonly weight: number
}

/** One stop of a departure, at its own position. */
export interface Call {
  readonly index: number
  readonly stop: string
  readonly name: string
  /** Platform code, when the feed names one. */
  readonly platform?: string
  readonly place: string
  readonly lat: number
  readonly lon: number
  readonly arrival: ServiceTime
  readonly departure: ServiceTime
  readonly arrivalAt: Instant
  readonly departureAt: Instant
  /** IANA zone people read the clock in at this stop (stop_timezone, else the agency's). */
  readonly zone: string
  /** Interpolated by distance, or timepoint 0. */
  readonly approximate: boolean
  readonly pickup: PickupType
  readonly dropOff: PickupType
}

export interface RouteName {
  readonly id: string
  readonly short: string
  readonly long: string
  readonly colour?: string
}

export interface AgencyName {
  readonly id: string
  readonly name: string
  readonly phone?: string
  readonly url?: string
}

/** One trip on one service date: the thing that is sold. Frozen as JSON by the server when first booked. */
export interface Departure {
  readonly id: string
  readonly trip: string
  readonly day: Day
  readonly feed: string
  readonly route: RouteName
  readonly headsign: string
  readonly agency: AgencyName
  readonly calls: readonly Call[]
  /** Id of a seat map in inventory/seat-maps.ts. */
  readonly seatMap: string
  readonly amenities: readonly Amenity[]
  readonly currency: string
  /** Set for exact_times=0 frequencies: shown, never sold (refused `not-sold`). The times are those of the first run. */
  readonly everyMinutes?: number
}

/** One line of a list of departures: what a conductor picks from. */
export interface DepartureLine {
  readonly id: string
  readonly trip: string
  readonly day: Day
  readonly feed: string
  readonly route: RouteName
  readonly headsign: string
  readonly agency: AgencyName
  readonly first: { readonly name: string; readonly at: Instant; readonly zone: string }
  readonly last: { readonly name: string; readonly at: Instant; readonly zone: string }
}

export interface RideEnd {
  readonly index: number
  readonly stop: string
  readonly name: string
  readonly platform?: string
  readonly place: string
  readonly at: Instant
  readonly zone: string
  readonly approximate: boolean
  /** pickup type at the boarding end, drop-off type at the alighting end. */
  readonly arrangement: PickupType
}

/** From a boarding stop to an alighting stop on one departure. */
export interface Ride {
  readonly departure: string
  readonly trip: string
  readonly day: Day
  readonly feed: string
  readonly route: RouteName
  readonly headsign: string
  readonly agency: AgencyName
  readonly board: RideEnd
  readonly alight: RideEnd
  readonly durationMinutes: number
  /** Names of the stops between, in order. */
  readonly via: readonly string[]
  /** Of how many stops the departure consists in all; the ride's legs are board.index … alight.index - 1. */
  readonly price: Fare
  readonly seatMap: string
  readonly totalSeats: number
  readonly amenities: readonly Amenity[]
  /** Set for exact_times=0 frequencies: shown as "every n min" until `everyUntil` (last boarding), not sold. */
  readonly everyMinutes?: number
  readonly everyUntil?: Instant
}

/** The fare of one adult for one ride. */
export interface Fare {
  readonly money: Money
  /** `tariff`: no rule of the feed matched, the default tariff by distance was taken. */
  readonly source: 'feed' | 'tariff'
}
