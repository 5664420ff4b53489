import { ChevronRight } from 'lucide-react'
import type { TripView } from 'shared/sync/project.ts'
import { Link } from 'wouter'
import { Status, type StatusKind } from '../../ui/Status.tsx'
import { dateText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { RideName } from './RideName.tsx'
import { rideOfBooking, rideOfRequest, useDeparture, type RideFacts } from './ride-facts.ts'

function statusOf(trip: TripView): [StatusKind, string] {
  if (trip.kind === 'refused') return ['refused', words.common.status.refused]
  if (trip.kind === 'waiting') return ['waiting', words.common.status.waiting]
  const { status } = trip.booking
  if (status === 'cancelled') return ['refused', words.common.status.cancelled]
  if (status === 'expired') return ['refused', words.common.status.expired]
  return ['confirmed', words.trips.status.past]
}

/** A trip that is over, in two lines. */
export function PastTrip({ trip }: { trip: TripView }) {
  const args = trip.kind === 'booking' ? null : trip.args
  const departure = useDeparture(args?.departure)
  const ride: RideFacts | null =
    trip.kind === 'booking' ? rideOfBooking(trip.booking) : args && departure ? rideOfRequest(args, departure) : null
  const [kind, word] = statusOf(trip)
  const at = ride?.from.at ?? (trip.kind === 'refused' ? trip.answeredAt : 0)
  return (
    <li>
      <Link href={`/trips/${trip.id}`} className="past-trip">
        <span className="past-trip-text">
          {ride ? (
            <RideName as="span" from={ride.from.name} to={ride.to.name} />
          ) : (
            <span className="ride-name">{args ? words.trips.unknownRide : words.trips.elsewhere}</span>
          )}
          <span className="past-trip-line">
            <span>{dateText(at, ride?.from.zone)}</span>
            <Status kind={kind}>{word}</Status>
          </span>
        </span>
        <ChevronRight className="mirrors" size={20} aria-hidden="true" />
      </Link>
    </li>
  )
}
