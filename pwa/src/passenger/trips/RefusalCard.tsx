import type { TripView } from 'shared/sync/project.ts'
import type { RefusalData } from 'shared/base/refusals.ts'
import { seatsOf } from 'shared/inventory/seat-map.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import { X } from 'lucide-react'
import { Link } from 'wouter'
import { useNow } from '../../local/clock.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Status } from '../../ui/Status.tsx'
import { clockText, dayText, moneyText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { hide } from './hidden.ts'
import { NextSteps } from './NextSteps.tsx'
import { refusalView } from './refusal.ts'
import { RideName } from './RideName.tsx'
import { rideOfRequest, useDeparture } from './ride-facts.ts'
import { whenText } from './when.ts'

type Refused = Extract<TripView, { kind: 'refused' }>

/** A refusal that is useful: why, what is still free, and the next step in one tap. */
export function RefusalCard({ trip, link = false }: { trip: Refused; link?: boolean }) {
  const { trips } = words
  const now = useNow(60_000)
  const { args, outcome } = trip
  const departure = useDeparture(args?.departure)
  const ride = args && departure ? rideOfRequest(args, departure) : null
  const map = ride?.seatMap ? seatMaps[ride.seatMap] : undefined
  const seats = new Map(map ? seatsOf(map).map((seat) => [seat.label, seat]) : [])
  const zone = ride?.from.zone
  const view = refusalView({ code: outcome.code ?? 'poison', data: dataOf(outcome.data), args }, seats, {
    money: moneyText,
    clock: (at) => clockText(at, zone),
  })
  return (
    <Card as="article" edge="refused" className="trip-card">
      <div className="trip-card-head">
        <Status kind="refused">{words.common.status.refused}</Status>
        <span className="trip-card-when">{trips.answerOf(whenText(trip.answeredAt, now))}</span>
        {link && (
          <IconButton label={trips.hide} className="trip-card-hide" onClick={() => hide(trip.id)}>
            <X size={20} aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <div>
        {ride ? (
          <RideName from={ride.from.name} to={ride.to.name} />
        ) : (
          <h2 className="ride-name">{args ? trips.unknownRide : trips.elsewhere}</h2>
        )}
        {ride && args && (
          <p className="trip-card-line">
            {dayText(ride.day)}, {clockText(ride.from.at, ride.from.zone)} ·{' '}
            {words.common.people(args.passengers.length)}
          </p>
        )}
      </div>
      <p>
        <strong>{view.reason}</strong> {view.rest}
      </p>
      <NextSteps view={view} args={args} ride={ride} now={now} />
      {link && (
        <Link href={`/trips/${trip.id}`} className="text-link trip-card-more">
          {trips.details}
        </Link>
      )}
    </Card>
  )
}

/** The server's schema has checked it; what is absent is simply not shown. */
const dataOf = (data: Record<string, unknown>): RefusalData => data
