import { localDay } from 'shared/base/time.ts'
import { departureOf } from 'shared/timetable/departures.ts'
import { fareOf } from 'shared/timetable/fares.ts'
import type { Timetable } from 'shared/timetable/pack.ts'
import type { Departure, Ride } from 'shared/timetable/timetable.ts'
import { Link } from 'wouter'
import { useDepartureState } from '../../local/live.ts'
import { Clock } from '../../ui/Clock.tsx'
import { RideLine } from '../../ui/Line.tsx'
import { Money } from '../../ui/Money.tsx'
import { Status } from '../../ui/Status.tsx'
import { clockText, durationText, moneyText, spokenDuration } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { stateOf, type GuestLoad } from './guest-seats.ts'
import { loadOf, loadOfCount, type Load } from './load.ts'
import { LoadLine, loadText } from './LoadLine.tsx'
import { departureUrl } from './query.ts'
import { seatMapOf } from './ride-of.ts'
import './ride-card.css'

interface RideCardProps {
  ride: Ride
  party: number
  timetables: readonly Timetable[]
  /** The age the list states for its seats; a card with older ones says so itself. */
  asOf: number | null
  /** For somebody without an account: the number alone. */
  guest: GuestLoad | undefined
}

const late = 5

function useRide({ ride, party, timetables, asOf, guest }: RideCardProps) {
  const known = useDepartureState(ride.departure)
  const state = stateOf(known, ride)
  const map = seatMapOf(ride.seatMap)
  const span = { board: ride.board.index, alight: ride.alight.index }
  const counted: Load | null = guest ? loadOfCount(guest.free, ride.totalSeats, party) : null
  const load = ride.everyMinutes ? null : state && map ? loadOf(map, state, span, party) : counted
  const departure = departureOf(timetables, ride.departure)
  const from = load?.level === 'full' && load.from !== undefined ? departure?.calls[load.from] : undefined
  const timetable = timetables.find((held) => held.feed === ride.feed)
  const price = from && departure && timetable ? fareOf(timetable, departure, from.index, span.alight) : ride.price
  return {
    load,
    from,
    price,
    via: departure && viaOf(departure, ride),
    cancelled: state ? state.status === 'cancelled' : guest?.cancelled === true,
    delay: state?.delayMinutes && state.delayMinutes >= late ? state.delayMinutes : null,
    olderAt: known?.asOf && asOf && asOf - known.asOf > 60_000 ? known.asOf : null,
  }
}

/** The stop between at which the coach stands longest, else the middle one: the name people know the way by. */
function viaOf({ calls }: Departure, ride: Ride): string | undefined {
  const between = calls.slice(ride.board.index + 1, ride.alight.index)
  const longest = Math.max(...between.map((call) => call.departure - call.arrival))
  const stand = longest > 0 ? between.find((call) => call.departure - call.arrival === longest) : undefined
  return (stand ?? between[Math.floor((between.length - 1) / 2)])?.name
}

/** "Every 60 min until 21:30" */
const everyText = (minutes: number, { everyUntil, board }: Ride): string =>
  words.results.every(minutes, everyUntil === undefined ? undefined : clockText(everyUntil, board.zone))

/** One departure in the list of results: the whole card is one link, and one sentence for the ear. */
export function RideCard(props: RideCardProps) {
  const { ride, party } = props
  const { load, from, price, via, cancelled, delay, olderAt } = useRide(props)
  const text = words.results
  const days = localDay(ride.alight.at, ride.alight.zone) - localDay(ride.board.at, ride.board.zone)
  const loadWords = cancelled
    ? text.cancelled
    : ride.everyMinutes
      ? everyText(ride.everyMinutes, ride)
      : load
        ? [loadText(load, ride, party), from && text.freeFrom(from.name, clockText(from.departureAt, from.zone))]
            .filter(Boolean)
            .join(', ')
        : text.seatsUnknown
  const sentence = text.sentence({
    depart: clockText(ride.board.at, ride.board.zone),
    from: ride.board.name,
    arrive: clockText(ride.alight.at, ride.alight.zone),
    to: ride.alight.name,
    lasts: spokenDuration(ride.durationMinutes),
    price: moneyText(price.money),
    load: loadWords,
  })
  const board = from?.index ?? ride.board.index
  return (
    <Link
      href={departureUrl({ departure: ride.departure, board, alight: ride.alight.index, people: party })}
      className="ride-card"
      data-cancelled={cancelled ? '' : undefined}
    >
      <span className="visually-hidden">
        {sentence}
        {delay && `, ${text.delayed(delay)}`}, {ride.agency.name}
      </span>
      <span className="ride-card-way" aria-hidden="true">
        <b>
          <Clock at={ride.board.at} zone={ride.board.zone} />
        </b>
        <span className="ride-card-line">
          <span>{durationText(ride.durationMinutes)}</span>
          <RideLine
            between={ride.via.length}
            full={cancelled ? 0 : fullPart(ride, from?.index)}
            tone={cancelled ? 'muted' : 'accent'}
          />
          <span className="ride-card-via">{via ? text.via(via) : text.direct}</span>
        </span>
        <b>
          <Clock at={ride.alight.at} zone={ride.alight.zone} />
          {days > 0 && <small>{text.daysLater(days)}</small>}
        </b>
      </span>
      <span className="ride-card-foot" aria-hidden="true">
        <span className="ride-card-facts">
          {cancelled ? (
            <Status kind="refused">{text.cancelled}</Status>
          ) : ride.everyMinutes ? (
            <b>{everyText(ride.everyMinutes, ride)}</b>
          ) : (
            load && <LoadLine load={load} ride={ride} party={party} from={from} />
          )}
          {delay && !cancelled && <Status kind="warning">{text.delayed(delay)}</Status>}
          <span className="ride-card-agency">
            {cancelled ? text.cancelledBy(ride.agency.name) : ride.agency.name}
            {!cancelled && ride.route.short && ` · ${ride.route.short}`}
            {olderAt && ` · ${text.seatsAsOf} ${clockText(olderAt)}`}
          </span>
        </span>
        {!cancelled && (
          <b className="ride-card-price">
            <Money of={price.money} />
          </b>
        )}
      </span>
    </Link>
  )
}

/** How much of the line is dashed: from the boarding stop to where seats become free. */
function fullPart(ride: Ride, from: number | undefined): number {
  if (from === undefined) return 0
  return (from - ride.board.index) / (ride.alight.index - ride.board.index)
}
