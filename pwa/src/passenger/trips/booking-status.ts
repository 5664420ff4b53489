import type { Booking } from 'shared/records.ts'
import type { TripView } from 'shared/sync/project.ts'
import type { StatusKind } from '../../ui/Status.tsx'
import { clockText, dateText, moneyText } from '../../words/format.ts'
import { words } from '../../words/words.ts'

export type Booked = Extract<TripView, { kind: 'booking' }>

/** Sign and word of a booking, as it stands now. */
export function bookingStatus({ booking, cancel }: Booked, now: number): [StatusKind, string] {
  const { status } = words.common
  if (booking.status === 'cancelled') return ['refused', status.cancelled]
  if (booking.status === 'expired') return ['refused', status.expired]
  if (cancel === 'asked') return ['asked', words.trips.status.cancelAsked]
  if (cancel === 'waiting') return ['waiting', words.trips.status.cancelWaiting]
  if (booking.status === 'held') return ['waiting', status.held]
  if (booking.choice) return ['waiting', words.trips.status.choice]
  return ['confirmed', booking.alight.at < now ? words.trips.status.past : status.confirmed]
}

const moneyOf = (money: Booking['refunded']): string | null => (money ? moneyText(money) : null)
const untilText = (at: number): string => `${dateText(at)}, ${clockText(at)}`

/** What the status means, in a sentence. `tickets`: how many of them are on this phone. */
export function bookingSentence({ booking, cancel }: Booked, tickets: number, seats: string): string {
  const text = words.trips.sentence
  switch (booking.status) {
    case 'cancelled':
      return booking.cancelledBy === 'agency'
        ? text.cancelledByAgency(moneyOf(booking.refunded))
        : text.cancelledByYou(dateText(booking.cancelledAt ?? booking.bookedAt), moneyOf(booking.refunded))
    case 'expired':
      return text.expired(clockText(booking.heldUntil ?? booking.bookedAt))
    case 'held':
      return text.held(seats, clockText(booking.heldUntil ?? booking.bookedAt))
    case 'confirmed':
      if (booking.choice && cancel === null) return text.choice[booking.choice.reason](untilText(booking.choice.until))
      if (cancel !== null) return cancel === 'waiting' ? text.cancelWaiting : text.cancelAsked
      return tickets === 0 ? text.ticketOnWay : tickets === 1 ? text.confirmed : text.confirmedMany
  }
}
