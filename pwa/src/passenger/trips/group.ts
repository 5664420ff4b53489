import type { Instant } from 'shared/base/instants.ts'
import type { TripView } from 'shared/sync/project.ts'

type Refused = Extract<TripView, { kind: 'refused' }>

/** The Trips screen, top to bottom. */
export interface TripGroups {
  /** Refusals and cancellations by the company that still want a decision. The badge counts these. */
  answers: TripView[]
  waiting: TripView[]
  coming: TripView[]
  past: TripView[]
}

const hour = 3_600_000
const day = 24 * hour

/** The service date written in a departure id, YYYYMMDD. */
export const serviceDateOf = (departure: string): string => /@(\d{8})(?:T\d{6,7})?$/.exec(departure)?.[1] ?? ''

const dateText = (at: Instant): string => new Date(at).toISOString().slice(0, 10).replace(/-/g, '')

/** Asked or booked after the refusal for the same stops and day: the person has moved on. */
function answeredSince(refused: Refused, trips: readonly TripView[]): boolean {
  const { args } = refused
  if (!args) return false
  const sameRide = (board: string, alight: string, departure: string) =>
    board === args.board.stop &&
    alight === args.alight.stop &&
    serviceDateOf(departure) === serviceDateOf(args.departure)
  return trips.some((other) => {
    switch (other.kind) {
      case 'waiting':
        return (
          other.madeAt > refused.answeredAt &&
          sameRide(other.args.board.stop, other.args.alight.stop, other.args.departure)
        )
      case 'booking':
        return (
          other.booking.bookedAt > refused.answeredAt &&
          sameRide(other.booking.board.stop, other.booking.alight.stop, other.booking.departure)
        )
      case 'refused':
        return (
          other.answeredAt > refused.answeredAt &&
          other.args !== null &&
          sameRide(other.args.board.stop, other.args.alight.stop, other.args.departure)
        )
    }
  })
}

/** A refusal wants a decision until its day is over, a week when the ride is not known, or the person asked anew. */
function open(refused: Refused, trips: readonly TripView[], now: Instant): boolean {
  if (refused.args === null) return now - refused.answeredAt < 7 * day
  return serviceDateOf(refused.args.departure) >= dateText(now - day) && !answeredSince(refused, trips)
}

type Section = keyof TripGroups

function sectionOf(trip: TripView, trips: readonly TripView[], now: Instant, hidden: ReadonlySet<string>): Section {
  switch (trip.kind) {
    case 'waiting':
      return 'waiting'
    case 'refused':
      return !hidden.has(trip.id) && open(trip, trips, now) ? 'answers' : 'past'
    case 'booking': {
      const { booking } = trip
      // The company waits for an answer, however late it is.
      if (booking.choice && booking.choice.until > now) return 'answers'
      if (booking.alight.at + hour < now) return 'past'
      if (booking.status === 'confirmed' || booking.status === 'held') return 'coming'
      return booking.cancelledBy === 'agency' && booking.board.at > now && !hidden.has(trip.id) ? 'answers' : 'past'
    }
  }
}

/** When a trip takes place, or was answered: what the past is ordered by. */
function timeOf(trip: TripView): Instant {
  switch (trip.kind) {
    case 'waiting':
      return trip.madeAt
    case 'refused':
      return trip.answeredAt
    case 'booking':
      return trip.booking.board.at
  }
}

/** Sorts trips into the sections of the screen: newest answers, oldest requests, next departures, latest past first. */
export function groupTrips(
  trips: readonly TripView[],
  now: Instant,
  hidden: ReadonlySet<string> = new Set(),
): TripGroups {
  const groups: TripGroups = { answers: [], waiting: [], coming: [], past: [] }
  for (const trip of trips) groups[sectionOf(trip, trips, now, hidden)].push(trip)
  groups.answers.sort((a, b) => timeOf(b) - timeOf(a))
  groups.waiting.sort((a, b) => timeOf(a) - timeOf(b))
  groups.coming.sort((a, b) => timeOf(a) - timeOf(b))
  groups.past.sort((a, b) => timeOf(b) - timeOf(a))
  return groups
}
