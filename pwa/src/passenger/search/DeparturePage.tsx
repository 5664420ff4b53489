import { CircleHelp } from 'lucide-react'
import { localDay } from 'shared/base/time.ts'
import { times } from 'shared/base/money.ts'
import { salesClose } from 'shared/booking/sale.ts'
import type { Departure, Ride } from 'shared/timetable/timetable.ts'
import { useNow } from '../../local/clock.ts'
import type { DepartureNow } from '../../local/live.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { DataAge } from '../../ui/DataAge.tsx'
import { QuietLine } from '../../ui/QuietLine.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Money } from '../../ui/Money.tsx'
import { NetworkSign } from '../../ui/NetworkSign.tsx'
import { Page } from '../../ui/Page.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Status } from '../../ui/Status.tsx'
import { clockText, dayText, spanText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { useSeatsNow } from './guest-seats.ts'
import { loadOf } from './load.ts'
import { LoadLine } from './LoadLine.tsx'
import { OnBoard } from './OnBoard.tsx'
import { resultsUrl, seatsUrl } from './query.ts'
import { seatMapOf } from './ride-of.ts'
import { RideWay } from './RideWay.tsx'
import { StopList } from './StopList.tsx'
import { useRideOfPage } from './use-ride.ts'
import './departure.css'

const stale = 3_600_000

/** One departure: its stops on a line, what it costs, what is on board, how many seats are free on my ride. */
export function DeparturePage({ id }: { id: string }) {
  const page = useRideOfPage(id)
  const text = words.departure
  if (page.found === 'loading') {
    return (
      <Page title={words.common.loading} back="/">
        <Skeleton label={words.common.loading} count={2} height={180} />
      </Page>
    )
  }
  if (page.found === 'unknown') {
    return (
      <Page title={text.unknown} back="/">
        <Empty title={text.unknownText} action={<ButtonLink href="/">{text.searchAgain}</ButtonLink>} />
      </Page>
    )
  }
  return <DepartureOfRide {...page} />
}

function DepartureOfRide({ departure, ride, people }: { departure: Departure; ride: Ride; people: number }) {
  const known = useSeatsNow(ride)
  const now = useNow(30_000)
  const text = words.departure
  const day = localDay(ride.board.at, ride.board.zone)
  const cancelled = known?.state?.status === 'cancelled'
  const leaves = ride.board.at + (known?.state?.delayMinutes ?? 0) * 60_000
  const left = ride.everyMinutes === undefined && leaves < now
  const closed = ride.everyMinutes === undefined && !left && leaves - salesClose <= now
  const sold = ride.everyMinutes === undefined && !left && !closed && !cancelled
  const others = resultsUrl({ from: ride.board.place, to: ride.alight.place, day, people })
  return (
    <Page
      title={text.title(clockText(ride.board.at, ride.board.zone), ride.alight.name)}
      subtitle={`${dayText(day)} · ${[ride.route.short, departure.headsign].filter(Boolean).join(' · ')}`}
      back={others}
      network="content"
      footer={
        <>
          <div className="departure-price">
            <div>
              <b>
                <Money of={times(ride.price.money, people)} />
              </b>
              <span>
                {text.priceFor(words.common.people(people))}
                {ride.price.source === 'tariff' && ` · ${text.tariff}`}
              </span>
            </div>
            {people > 1 && (
              <span>
                <Money of={ride.price.money} /> {text.each}
              </span>
            )}
          </div>
          {sold ? (
            <ButtonLink
              href={seatsUrl({ departure: departure.id, board: ride.board.index, alight: ride.alight.index, people })}
            >
              {text.choose(people)}
            </ButtonLink>
          ) : (
            <ButtonLink kind="secondary" href={others}>
              {text.otherDepartures}
            </ButtonLink>
          )}
        </>
      }
    >
      <SeatsAge known={known} now={now} shown={sold} />
      <Card>
        <RideWay ride={ride} cancelled={cancelled} />
        <div className="departure-state">
          {cancelled && <Status kind="refused">{text.cancelledText(departure.agency.name)}</Status>}
          {left && <Status kind="warning">{text.left(clockText(ride.board.at, ride.board.zone))}</Status>}
          {closed && !cancelled && (
            <Status kind="warning">{text.closed(clockText(leaves - salesClose, ride.board.zone))}</Status>
          )}
          {ride.everyMinutes !== undefined && <p>{text.onBoardOnly(ride.everyMinutes)}</p>}
          {sold && <FreeOnRide departure={departure} ride={ride} people={people} known={known} />}
        </div>
      </Card>
      <Card>
        <StopList departure={departure} ride={ride} />
      </Card>
      <OnBoard departure={departure} />
    </Page>
  )
}

function SeatsAge({ known, now, shown }: { known: DepartureNow | undefined; now: number; shown: boolean }) {
  const text = words.results
  const asOf = known?.asOf ?? null
  return (
    <div className="results-age">
      {shown && asOf !== null && (
        <DataAge
          of={text.seatsAsOf}
          at={asOf}
          now={now}
          staleAfter={stale}
          stale={text.seatsOld(spanText(now - asOf))}
        />
      )}
      {shown && asOf === null && (
        <QuietLine icon={<CircleHelp size={18} aria-hidden="true" />}>{text.seatsUnknown}</QuietLine>
      )}
      <NetworkSign look="plain" />
    </div>
  )
}

interface FreeOnRideProps {
  departure: Departure
  ride: Ride
  people: number
  known: DepartureNow | undefined
}

function FreeOnRide({ departure, ride, people, known }: FreeOnRideProps) {
  const map = seatMapOf(ride.seatMap)
  if (!map) return null
  const state = known?.state
  const delay = state?.delayMinutes ?? 0
  if (!state) return <span className="departure-quiet">{words.results.totalSeats(ride.totalSeats)}</span>
  const load = loadOf(map, state, { board: ride.board.index, alight: ride.alight.index }, people)
  const from = load.level === 'full' && load.from !== undefined ? departure.calls[load.from] : undefined
  return (
    <>
      <LoadLine load={load} ride={ride} party={people} from={from} />
      {delay >= 5 && <Status kind="warning">{words.results.delayed(delay)}</Status>}
    </>
  )
}
