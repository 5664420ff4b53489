import { CalendarPlus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { useNow } from '../../local/clock.ts'
import { useTickets } from '../../local/live.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Status } from '../../ui/Status.tsx'
import { clockText, dateText, listText, longDayText, moneyText, referenceText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { saveCalendar } from '../tickets/save-calendar.ts'
import { shownTickets } from '../tickets/ticket-life.ts'
import { bookingSentence, bookingStatus, type Booked } from './booking-status.ts'
import { CancelSheet } from './CancelSheet.tsx'
import { PaidButGone } from './PaidButGone.tsx'
import { rideOfBooking, searchOf } from './ride-facts.ts'
import { Times } from './Times.tsx'
import { seatsOfBooking, travelling } from './travelling.ts'

/** A booking in full: when, who sits where, what is owed, and what can be done with it. */
export function BookingDetail({ trip }: { trip: Booked }) {
  const { trips } = words
  const now = useNow(30_000)
  const [cancelling, setCancelling] = useState(false)
  const { booking } = trip
  const ride = rideOfBooking(booking)
  const held = useTickets() ?? []
  const tickets = shownTickets(held.filter((ticket) => ticket.booking === booking.id && ticket.status === 'valid'))
  const [kind, word] = bookingStatus(trip, now)
  const seats = listText(seatsOfBooking(booking))
  const off = booking.status === 'cancelled' || booking.status === 'expired'
  const over = booking.alight.at < now
  // The company may have cancelled the departure, and the booking waits for its passenger's word.
  const stands = !off && booking.choice?.reason !== 'departure-cancelled'
  const cancellable =
    booking.status === 'confirmed' && trip.cancel === null && (booking.board.at > now || booking.choice !== undefined)
  const first = tickets[0]
  return (
    <>
      <Card as="article" edge={kind === 'confirmed' || kind === 'refused' ? kind : 'waiting'} className="trip-card">
        <div className="trip-card-head">
          <Status kind={kind}>{word}</Status>
          <span className="trip-card-when">
            <bdi>{referenceText(booking.reference)}</bdi>
          </span>
        </div>
        <div>
          <p className="trip-day">{longDayText(ride.day)}</p>
          <Times from={ride.from} to={ride.to} between={ride.between} off={!stands} />
        </div>
        {(!over || booking.choice) && <p>{bookingSentence(trip, tickets.length, seats)}</p>}
        {off && <PaidButGone booking={booking.id} />}
        {!over && trip.cancelRefused && (
          <p className="trip-trouble">
            {trips.cancelRefused(words.refusals[trip.cancelRefused.code ?? 'poison']({}).reason)}
          </p>
        )}
        {!over && booking.wish > 0 && !off && <p className="trip-card-line">{trips.wishMet(seats)}</p>}
        {first && stands && <ButtonLink href={`/tickets/${first.id}`}>{trips.showTickets(tickets.length)}</ButtonLink>}
        {!stands && !over && (
          <ButtonLink href={searchOf(ride, travelling(booking).length)}>{trips.otherDepartures}</ButtonLink>
        )}
      </Card>
      <Card as="section" className="facts">
        <dl>
          <dt>{trips.detail.passengers}</dt>
          {booking.passengers.map((passenger, i) => (
            <dd key={i} className="facts-passenger">
              <bdi>{passenger.name}</bdi>
              {off || passenger.cancelledAt === undefined ? (
                <bdi className="seat-chip">{passenger.seat}</bdi>
              ) : (
                <span className="facts-note">{trips.detail.notTravelling}</span>
              )}
            </dd>
          ))}
          <dt>{trips.detail.price}</dt>
          <dd className="facts-passenger">
            <span>{moneyText(booking.price)}</span>
            <span className="facts-note">
              {off
                ? trips.detail.nothingDue
                : booking.due.amount === 0
                  ? trips.detail.paid
                  : (booking.status === 'held' ? trips.detail.dueByCard : trips.detail.due)(moneyText(booking.due))}
            </span>
          </dd>
          <dt>{trips.detail.company}</dt>
          <dd>{[ride.agency, ride.route].filter(Boolean).join(' · ')}</dd>
          {ride.via.length > 0 && (
            <>
              <dt>{trips.detail.via}</dt>
              <dd>{ride.via.join(', ')}</dd>
            </>
          )}
          <dt>{trips.detail.bookedOn}</dt>
          <dd>
            {dateText(booking.bookedAt)}, {clockText(booking.bookedAt)}
          </dd>
        </dl>
      </Card>
      {stands && !over && (
        <Button
          kind="secondary"
          icon={<CalendarPlus size={20} aria-hidden="true" />}
          onClick={() => saveCalendar(booking)}
        >
          {trips.addToCalendar}
        </Button>
      )}
      {cancellable && (
        <Button kind="danger" onClick={() => setCancelling(true)}>
          {trips.cancelBooking}
        </Button>
      )}
      <Link
        className="text-link trip-departure"
        href={`/departures/${encodeURIComponent(booking.departure)}?board=${booking.board.index}&alight=${booking.alight.index}&n=${travelling(booking).length}`}
      >
        {trips.detail.departure}
      </Link>
      <CancelSheet booking={booking} open={cancelling} onClose={() => setCancelling(false)} />
    </>
  )
}
