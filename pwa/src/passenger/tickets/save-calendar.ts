import type { Booking, Ticket } from 'shared/records.ts'
import { now } from '../../local/clock.ts'
import { listText, referenceText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { seatsOfBooking } from '../trips/travelling.ts'
import { calendarFile, type CalendarRide } from './ics.ts'

type Bookable = Pick<Booking, 'reference' | 'agency' | 'route' | 'board' | 'alight'>

/** The calendar entry of a booking, or of a ticket: one for the ride, whatever the number of passengers. */
export function calendarRide(ride: Bookable, booking: string, seats: readonly string[]): CalendarRide {
  const { tickets } = words
  return {
    uid: `${booking}@wayfare`,
    title: tickets.calendarTitle(ride.board.name, ride.alight.name),
    description: tickets.calendarBody({
      reference: referenceText(ride.reference),
      seats: listText(seats),
      agency: ride.agency,
      route: ride.route,
    }),
    location: ride.board.name,
    startsAt: ride.board.at,
    endsAt: ride.alight.at,
  }
}

export const saveCalendar = (booking: Booking): void =>
  download(booking.reference, calendarRide(booking, booking.id, seatsOfBooking(booking)))

export const saveTicketCalendar = (tickets: readonly Ticket[], first: Ticket): void =>
  download(
    first.reference,
    calendarRide(
      first,
      first.booking,
      tickets.map((ticket) => ticket.seat),
    ),
  )

function download(reference: string, ride: CalendarRide): void {
  const url = URL.createObjectURL(new Blob([calendarFile(ride, now())], { type: 'text/calendar;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `wayfare-${reference}.ics`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
