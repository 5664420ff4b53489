import { useState } from 'react'
import { Link } from 'wouter'
import type { TripView } from 'shared/sync/project.ts'
import { useNow } from '../../local/clock.ts'
import { useQueue } from '../../local/live.ts'
import { useSync } from '../../sync/loop.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { LifeLine } from '../../ui/Line.tsx'
import { Status } from '../../ui/Status.tsx'
import { clockText, dayText, spanText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { lifeOf, waitingSentence } from './life.ts'
import { RideName } from './RideName.tsx'
import { rideOfRequest, useDeparture } from './ride-facts.ts'
import { useChangeRequest } from './change-request.ts'
import { wishLine } from './wish-words.ts'
import { WithdrawSheet } from './WithdrawSheet.tsx'

type Waiting = Extract<TripView, { kind: 'waiting' }>

export function waitingWord(trip: Waiting): string {
  const { status } = words.common
  switch (trip.phase) {
    case 'queued':
      return status.waiting
    case 'sending':
      return status.sending
    case 'asked':
      return status.asked
    case 'blocked':
      return status.blocked
    case 'needs-sign-in':
      return status.signIn
    case 'stuck':
      return words.trips.status.stuck
  }
}

/** A request on its way: where it is, what it asks for, and how to change or withdraw it. */
export function WaitingCard({ trip, link = false }: { trip: Waiting; link?: boolean }) {
  const { trips } = words
  const now = useNow(15_000)
  const online = useSync((state) => state.online)
  const departure = useDeparture(trip.args.departure)
  const ride = departure ? rideOfRequest(trip.args, departure) : null
  const change = useChangeRequest(trip, departure ?? null)
  const [withdrawing, setWithdrawing] = useState(false)
  const queue = useQueue()
  const givenUp = queue?.waiting.some((one) => one.name === 'booking.cancel' && one.args.booking === trip.id) ?? false
  const asked = trip.phase === 'asked' || trip.phase === 'sending'
  const wishes = wishLine(trip.args.wishes, trip.args.passengers.length)
  return (
    <Card as="article" edge="waiting" className="trip-card">
      <div className="trip-card-head">
        <Status kind={asked ? 'asked' : trip.phase === 'stuck' ? 'warning' : 'waiting'}>{waitingWord(trip)}</Status>
        <span className="trip-card-when">{trips.waitsFor(spanText(now - trip.madeAt))}</span>
      </div>
      <div>
        {ride ? (
          <RideName from={ride.from.name} to={ride.to.name} />
        ) : (
          <h2 className="ride-name">{departure === undefined ? '\u00a0' : trips.unknownRide}</h2>
        )}
        <p className="trip-card-line">
          {ride && `${dayText(ride.day)}, ${clockText(ride.from.at, ride.from.zone)} · `}
          {wishes}
        </p>
      </div>
      <LifeLine label={trips.life} steps={lifeOf(trip, online, clockText)} />
      <p>
        <strong>{trips.notABooking}</strong> {waitingSentence(trip, online, clockText)}
      </p>
      {trip.phase === 'needs-sign-in' && <ButtonLink href="/sign-in?next=/trips">{trips.signIn}</ButtonLink>}
      {givenUp && <p>{trips.givenUp}</p>}
      {!givenUp && (
        <div className="button-pair">
          {!asked && (
            <Button kind="secondary" disabled={!change} onClick={() => change?.()}>
              {trips.change}
            </Button>
          )}
          <Button kind="secondary" onClick={() => setWithdrawing(true)}>
            {trips.cancelRequest}
          </Button>
        </div>
      )}
      {link && (
        <Link href={`/trips/${trip.id}`} className="text-link trip-card-more">
          {trips.details}
        </Link>
      )}
      <WithdrawSheet trip={trip} open={withdrawing} onClose={() => setWithdrawing(false)} />
    </Card>
  )
}
