import type { WaitingIntent } from 'shared/sync/project.ts'
import { Link } from 'wouter'
import { useTrip } from '../../local/live.ts'
import { Status, type StatusKind } from '../../ui/Status.tsx'
import { spanText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { RideName } from '../trips/RideName.tsx'
import { rideOfBooking, rideOfRequest, useDeparture } from '../trips/ride-facts.ts'

const kinds: Record<WaitingIntent['phase'], StatusKind> = {
  queued: 'waiting',
  sending: 'asked',
  asked: 'asked',
  blocked: 'waiting',
  'needs-sign-in': 'warning',
  stuck: 'warning',
}

function wordOf(phase: WaitingIntent['phase']): string {
  const { status } = words.common
  switch (phase) {
    case 'queued':
      return status.waiting
    case 'needs-sign-in':
      return status.signIn
    case 'stuck':
      return words.trips.status.stuck
    case 'sending':
    case 'asked':
    case 'blocked':
      return status[phase]
  }
}

/** One request that waits: what it asks, how far it is, and since when. */
export function QueueItem({ intent, now }: { intent: WaitingIntent; now: number }) {
  return (
    <li className="account-intent">
      <span className="account-intent-text">
        <What intent={intent} />
        <Status kind={kinds[intent.phase]}>{wordOf(intent.phase)}</Status>
      </span>
      <span className="account-quiet">{spanText(now - intent.madeAt)}</span>
    </li>
  )
}

function What({ intent }: { intent: WaitingIntent }) {
  const { names } = words.account.sync
  switch (intent.name) {
    case 'booking.book':
      return <Booking id={intent.id} departure={intent.args.departure} args={intent.args} />
    case 'booking.cancel':
    case 'booking.reschedule':
    case 'booking.choose':
      return <Changing name={intent.name} booking={intent.args.booking} />
    case 'booking.wait':
    case 'booking.leave':
    case 'tickets.board':
      return <span className="account-row-title">{names[intent.name]}</span>
  }
}

type BookArgs = Extract<WaitingIntent, { name: 'booking.book' }>['args']

function Booking({ id, departure, args }: { id: string; departure: string; args: BookArgs }) {
  const found = useDeparture(departure)
  const ride = found ? rideOfRequest(args, found) : null
  return (
    <Link href={`/trips/${id}`} className="account-intent-link">
      <span className="account-row-note">{words.account.sync.names['booking.book']}</span>
      {ride ? <RideName as="span" from={ride.from.name} to={ride.to.name} /> : words.trips.unknownRide}
    </Link>
  )
}

function Changing({ name, booking }: { name: keyof typeof words.account.sync.names; booking: string }) {
  const trip = useTrip(booking)
  const ride = trip?.kind === 'booking' ? rideOfBooking(trip.booking) : null
  return (
    <Link href={`/trips/${booking}`} className="account-intent-link">
      <span className="account-row-note">{words.account.sync.names[name]}</span>
      {ride && <RideName as="span" from={ride.from.name} to={ride.to.name} />}
    </Link>
  )
}
