import { localDay } from 'shared/base/time.ts'
import { Link } from 'wouter'
import { useNow } from '../../local/clock.ts'
import { useTrips } from '../../local/live.ts'
import { Clock } from '../../ui/Clock.tsx'
import { Section } from '../../ui/Page.tsx'
import { RouteName } from '../../ui/RouteName.tsx'
import { Status } from '../../ui/Status.tsx'
import { dayText, listText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { travelling } from '../trips/travelling.ts'
import './next-trip.css'

/** The confirmed booking that leaves next, as a stub of its ticket; nothing when there is none. */
export function NextTrip() {
  const trips = useTrips()
  const now = useNow(60_000)
  const next = (trips ?? [])
    .flatMap((trip) => (trip.kind === 'booking' && trip.booking.status === 'confirmed' ? [trip.booking] : []))
    .filter((booking) => booking.alight.at > now)
    .sort((a, b) => a.board.at - b.board.at)[0]
  if (!next) return null
  const { board, alight } = next
  const passengers = travelling(next)
  const day = localDay(board.at, board.zone)
  const ahead = day - localDay(now, board.zone)
  const ticket = passengers.length === 1 ? passengers[0]?.ticket : null
  const dayWord = ahead === 0 ? words.common.today : ahead === 1 ? words.common.tomorrow : dayText(day)
  return (
    <Section title={words.search.nextTrip}>
      <Link href={ticket ? `/tickets/${ticket}` : `/trips/${next.id}`} className="next-trip">
        <span className="next-trip-stub">
          <span>{dayWord}</span>
          <b>
            <Clock at={board.at} zone={board.zone} />
          </b>
        </span>
        <span className="next-trip-text">
          <b>
            <RouteName from={board.name} to={alight.name} />
          </b>
          <span className="next-trip-seat">
            {words.search.seat(listText(passengers.map((passenger) => passenger.seat)))}
            {board.platform !== undefined && ` · ${words.search.platform(board.platform)}`}
          </span>
          {passengers.every((passenger) => passenger.ticket) && (
            <Status kind="confirmed">{words.search.ticketsOnPhone(passengers.length)}</Status>
          )}
        </span>
      </Link>
    </Section>
  )
}
