import { CircleHelp, LayoutGrid, List } from 'lucide-react'
import { useMemo, useState } from 'react'
import { localDay } from 'shared/base/time.ts'
import type { SeatMap } from 'shared/inventory/seat-map.ts'
import type { Departure, Ride } from 'shared/timetable/timetable.ts'
import { useLocation } from 'wouter'
import { useNow } from '../../local/clock.ts'
import { ButtonLink, IconButton } from '../../ui/Button.tsx'
import { DataAge } from '../../ui/DataAge.tsx'
import { QuietLine } from '../../ui/QuietLine.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { NetworkSign } from '../../ui/NetworkSign.tsx'
import { Page } from '../../ui/Page.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { clockText, dayText, listText, spanText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { setDraft, useDraft, type Draft, type Fallback } from '../draft.ts'
import { useSeatsNow } from '../search/guest-seats.ts'
import { departureUrl, resultsUrl } from '../search/query.ts'
import { seatMapOf } from '../search/ride-of.ts'
import { useRideOfPage } from '../search/use-ride.ts'
import { bestFor, boardOf, tap, type Chosen } from './choice.ts'
import { ChoicePanel } from './ChoicePanel.tsx'
import { SeatsBoard } from './SeatsBoard.tsx'
import './seats.css'

const stale = 3_600_000

/** The seats of one ride: on a map or in a list. */
export function Seats({ id }: { id: string }) {
  const page = useRideOfPage(id)
  const text = words.seats
  if (page.found === 'loading') {
    return (
      <Page title={words.common.loading} back="/">
        <Skeleton label={words.common.loading} count={1} height={480} />
      </Page>
    )
  }
  const map = page.found === 'ride' ? seatMapOf(page.ride.seatMap) : undefined
  if (page.found === 'unknown' || !map || page.departure.everyMinutes !== undefined) {
    return (
      <Page title={page.found === 'unknown' ? words.departure.unknown : text.noMap} back="/">
        <Empty
          title={words.departure.unknownText}
          action={<ButtonLink href="/">{words.departure.searchAgain}</ButtonLink>}
        />
      </Page>
    )
  }
  return <SeatsOfRide key={`${id} ${page.ride.board.index} ${page.ride.alight.index}`} {...page} map={map} />
}

interface SeatsOfRideProps {
  map: SeatMap
  departure: Departure
  ride: Ride
  people: number
}

/** The seats of the draft, when it is about this very ride and party. */
function drafted(draft: Draft, ride: Ride, people: number): Chosen | null {
  const same =
    draft.ride?.departure === ride.departure &&
    draft.ride.board.index === ride.board.index &&
    draft.ride.alight.index === ride.alight.index &&
    draft.party === people
  return same && draft.seats.length > 0 ? { seats: draft.seats, byApp: false } : null
}

function SeatsOfRide({ map, departure, ride, people }: SeatsOfRideProps) {
  const known = useSeatsNow(ride)
  const state = known?.state ?? null
  const asOf = known?.asOf ?? null
  const now = useNow(30_000)
  const [, navigate] = useLocation()
  const text = words.seats
  const [view, setView] = useState<'map' | 'list'>('map')
  const [picked, setPicked] = useState<Chosen | null>(() => drafted(useDraft.getState(), ride, people))
  const [fallback, setFallback] = useState<Fallback>(() => useDraft.getState().fallback)
  const [said, setSaid] = useState('')
  const board = useMemo(
    () => boardOf({ map, departure, ride, party: people, state }),
    [map, departure, ride, people, state],
  )
  const proposed = useMemo(() => bestFor(board), [board])
  const wish = picked ?? proposed
  const lost = wish.seats.filter((seat) => !board.free.includes(seat))
  const chosen: Chosen = { ...wish, seats: wish.seats.filter((seat) => board.free.includes(seat)) }

  const choose = (next: Chosen) => {
    setPicked(next)
    setSaid('')
  }
  const goOn = (seats: readonly string[]) => {
    setDraft({ departure, ride, party: people, seats, fallback })
    navigate('/checkout')
  }
  const day = localDay(ride.board.at, ride.board.zone)
  return (
    <Page
      title={text.title(people)}
      subtitle={text.subtitle({
        clock: clockText(ride.board.at, ride.board.zone),
        from: ride.board.name,
        to: ride.alight.name,
        day: dayText(day),
      })}
      back={departureUrl({
        departure: departure.id,
        board: ride.board.index,
        alight: ride.alight.index,
        people,
      })}
      network="content"
      actions={
        <IconButton
          label={view === 'map' ? text.list : text.map}
          onClick={() => setView(view === 'map' ? 'list' : 'map')}
        >
          {view === 'map' ? <List aria-hidden="true" /> : <LayoutGrid aria-hidden="true" />}
        </IconButton>
      }
      footer={
        <ChoicePanel
          board={board}
          chosen={chosen}
          fallback={fallback}
          said={lost.length > 0 && picked ? text.soldNow(listText(lost)) : said}
          others={resultsUrl({ from: ride.board.place, to: ride.alight.place, day, people })}
          onFallback={setFallback}
          onBest={() => choose(bestFor(board))}
          onContinue={goOn}
        />
      }
    >
      <div className="seats-age">
        {asOf === null ? (
          <QuietLine icon={<CircleHelp size={18} aria-hidden="true" />}>{text.unknown}</QuietLine>
        ) : (
          <DataAge
            of={words.results.seatsAsOf}
            at={asOf}
            now={now}
            staleAfter={stale}
            stale={words.results.seatsOld(spanText(now - asOf))}
          />
        )}
        <NetworkSign look="plain" />
      </div>
      <SeatsBoard
        board={board}
        view={view}
        chosen={chosen.seats}
        onTap={(seat) => choose(tap(chosen, seat.label, people))}
        onSay={setSaid}
        onChoose={(seats) => choose({ seats, byApp: false })}
      />
    </Page>
  )
}
