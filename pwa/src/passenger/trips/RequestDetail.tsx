import type { BookIntent, Wish } from 'shared/booking/intents.ts'
import { parseDepartureId } from 'shared/timetable/departure-id.ts'
import { Card } from '../../ui/Card.tsx'
import { clockText, dayText, listText, moneyText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { rideOfRequest, useDeparture } from './ride-facts.ts'
import { Times } from './Times.tsx'

/** What a request asks for, in full. */
export function RequestDetail({ args }: { args: BookIntent }) {
  const { detail } = words.trips
  const departure = useDeparture(args.departure)
  const ride = departure ? rideOfRequest(args, departure) : null
  return (
    <Card as="section" className="facts">
      {ride && <Times from={ride.from} to={ride.to} between={ride.between} />}
      <dl>
        <dt>{detail.wishes}</dt>
        <dd>
          <ol className="facts-wishes">
            {args.wishes.map((wish, i) => (
              <li key={i}>
                <WishText wish={wish} party={args.passengers.length} />
              </li>
            ))}
          </ol>
        </dd>
        <dt>{detail.passengers}</dt>
        {args.passengers.map((passenger, i) => (
          <dd key={i}>
            <bdi>{passenger.name}</bdi>
          </dd>
        ))}
        <dt>{detail.price}</dt>
        <dd>
          {detail.atMost(moneyText(args.ceiling))}, {words.trips.payOnBoard}
        </dd>
        {ride && (
          <>
            <dt>{detail.company}</dt>
            <dd>{[ride.agency, ride.route].filter(Boolean).join(' · ')}</dd>
          </>
        )}
      </dl>
    </Card>
  )
}

function WishText({ wish, party }: { wish: Wish; party: number }) {
  const text = words.checkout.wish
  const departure = useDeparture(wish.kind === 'departure' ? wish.departure : undefined)
  if (wish.kind === 'seats')
    return wish.seats.length === 1 ? text.seat(listText(wish.seats)) : text.seats(listText(wish.seats))
  if (wish.kind === 'later') return words.trips.laterDeparture(wish.withinMinutes)
  if (wish.kind !== 'departure') return text[wish.kind](party)
  const call = departure?.calls[wish.board.index]
  const named = parseDepartureId(wish.departure)
  if (!call) return named ? words.trips.otherDepartureOn(dayText(named.day)) : ''
  return words.trips.otherDepartureAt(clockText(call.departureAt, call.zone))
}
