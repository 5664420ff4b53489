import { localDay } from 'shared/base/time.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import { seatsOf } from 'shared/inventory/seat-map.ts'
import type { Departure, Ride } from 'shared/timetable/timetable.ts'
import { Link } from 'wouter'
import { Card } from '../../ui/Card.tsx'
import { Times } from '../trips/Times.tsx'
import { dayText, listText } from '../../words/format.ts'
import { words } from '../../words/words.ts'

interface Props {
  ride: Ride
  departure: Departure | null
  party: number
  seats: readonly string[]
}

/** "window and aisle", in the order of the seats. */
export function positionsOf(seatMap: string, labels: readonly string[]): string {
  const map = seatMaps[seatMap]
  const seats = new Map(map ? seatsOf(map).map((seat) => [seat.label, seat]) : [])
  return listText(
    labels.flatMap((label) => seats.get(label)?.position ?? []).map((position) => words.seats.position[position]),
  )
}

/** The ride and its seats, as chosen. */
export function RideCard({ ride, party, seats }: Props) {
  const { checkout } = words
  const day = localDay(ride.board.at, ride.board.zone)
  const href = `/departures/${encodeURIComponent(ride.departure)}/seats?board=${ride.board.index}&alight=${ride.alight.index}&n=${party}`
  return (
    <Card as="section" className="checkout-ride">
      <h2 className="checkout-day">{dayText(day)}</h2>
      <Times from={ride.board} to={ride.alight} between={ride.alight.index - ride.board.index - 1} />
      <p className="checkout-agency">
        {[ride.route.short || ride.route.long, ride.agency.name].filter(Boolean).join(' · ')}
      </p>
      <div className="checkout-seats">
        <div>
          <p className="checkout-seat-list">
            <bdi>{seats.length > 0 ? listText(seats) : checkout.bestSeats(party)}</bdi>
          </p>
          <p className="checkout-seat-note">{positionsOf(ride.seatMap, seats)}</p>
        </div>
        <Link href={href} className="text-link">
          {checkout.changeSeats}
        </Link>
      </div>
    </Card>
  )
}
