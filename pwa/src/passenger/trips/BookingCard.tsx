import { localDay } from 'shared/base/time.ts'
import { useNow } from '../../local/clock.ts'
import { Status } from '../../ui/Status.tsx'
import { clockText, listText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { bookingStatus, type Booked } from './booking-status.ts'
import { Coupon } from './Coupon.tsx'
import { rideOfBooking } from './ride-facts.ts'
import { travelling } from './travelling.ts'

/** A booked trip in the list. */
export function BookingCard({ trip }: { trip: Booked }) {
  const now = useNow(30_000)
  const { booking } = trip
  const { day, from, to } = rideOfBooking(booking)
  const [kind, word] = bookingStatus(trip, now)
  const passengers = travelling(booking)
  const seats = passengers.map((passenger) => passenger.seat)
  const good = kind === 'confirmed' && booking.alight.at > now
  const ticketed = good && passengers.every((passenger) => passenger.ticket !== null)
  return (
    <Coupon
      href={`/trips/${trip.id}`}
      day={day}
      today={localDay(now, from.zone)}
      clock={clockText(from.at, from.zone)}
      from={from.name}
      to={to.name}
      line={[
        seats.length === 1 ? words.trips.oneSeat(seats[0] ?? '') : words.trips.someSeats(listText(seats)),
        good && from.platform !== undefined && words.trips.platform(from.platform),
      ]
        .filter(Boolean)
        .join(' · ')}
      off={booking.status === 'cancelled' || booking.status === 'expired'}
      past={booking.alight.at < now}
    >
      <Status kind={kind}>{ticketed ? words.trips.ticketHere(seats.length) : word}</Status>
    </Coupon>
  )
}
