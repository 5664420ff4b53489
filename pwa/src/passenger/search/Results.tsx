import { CalendarDays, CircleHelp } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { dayOfText } from 'shared/base/time.ts'
import { placeOf } from 'shared/timetable/places.ts'
import { nextDayWithRides, searchRides } from 'shared/timetable/search.ts'
import type { Ride } from 'shared/timetable/timetable.ts'
import { useLocation } from 'wouter'
import { useNow } from '../../local/clock.ts'
import { useDepartureState, useTimetable } from '../../local/live.ts'
import type { Timetables } from '../../local/timetables.ts'
import { follow } from '../../sync/loop.ts'
import { Button, ButtonLink, IconButton } from '../../ui/Button.tsx'
import { DataAge } from '../../ui/DataAge.tsx'
import { QuietLine } from '../../ui/QuietLine.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { NetworkSign } from '../../ui/NetworkSign.tsx'
import { Page } from '../../ui/Page.tsx'
import { RouteName } from '../../ui/RouteName.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { clockText, dayText, shortDayText, spanText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { DaySheet } from './DaySheet.tsx'
import { DayStrip } from './DayStrip.tsx'
import { useGuestLoads } from './guest-seats.ts'
import { resultsUrl, useResultsQuery, type Query } from './query.ts'
import { RideCard } from './RideCard.tsx'
import './results.css'

/** Seats of so many departures are kept fresh while the list is open. */
const followed = 30
const daysAhead = 30
const stale = 3_600_000

/** The departures of a day. Searched on the phone, with or without a network. */
export function Results() {
  const query = useResultsQuery()
  const held = useTimetable()
  const [choosing, setChoosing] = useState(false)
  const [, navigate] = useLocation()
  const text = words.results
  const from = held && placeOf(held.timetables, query.from)
  const to = held && placeOf(held.timetables, query.to)
  const people = words.common.people(query.people)
  return (
    <Page
      title={from && to ? <RouteName from={from.name} to={to.name} /> : words.search.find}
      subtitle={[dayText(query.day), people, query.people > 1 && text.each].filter(Boolean).join(' · ')}
      back="/"
      network="content"
      actions={
        <IconButton label={text.pickDay} aria-haspopup="dialog" onClick={() => setChoosing(true)}>
          <CalendarDays aria-hidden="true" />
        </IconButton>
      }
    >
      <DayStrip query={query} last={dayOfText(held?.goodUntil ?? '')} />
      {!held ? (
        <Skeleton label={words.common.loading} count={4} height={124} />
      ) : from && to ? (
        <DayOfRides query={query} held={held} />
      ) : (
        <Empty
          title={held.timetables.length === 0 ? words.search.noTimetable : text.unknownPlace}
          action={<ButtonLink href="/">{text.changeSearch}</ButtonLink>}
        />
      )}
      {choosing && (
        <DaySheet
          day={query.day}
          onClose={() => setChoosing(false)}
          onChoose={(day) => {
            setChoosing(false)
            navigate(resultsUrl({ ...query, day }), { replace: true })
          }}
        />
      )}
    </Page>
  )
}

function DayOfRides({ query, held }: { query: Query; held: Timetables }) {
  const { from, to, day, people } = query
  const { timetables } = held
  const [showGone, setShowGone] = useState(false)
  const now = useNow(30_000)
  const text = words.results
  const rides = useMemo(
    () => searchRides(timetables, { from, to, day, passengers: people }),
    [timetables, from, to, day, people],
  )
  const isGone = (ride: Ride) => (ride.everyUntil ?? ride.board.at) < now
  const gone = rides.filter(isGone)
  const coming = rides.filter((ride) => !isGone(ride))
  const watched = coming
    .filter((ride) => !ride.everyMinutes)
    .slice(0, followed)
    .map((ride) => ride.departure)
  useFollow(watched)
  const first = useDepartureState(watched[0] ?? '')
  const guest = useGuestLoads(query)
  const asOf = first?.asOf ?? guest?.asOf ?? null
  const shown = showGone ? rides : coming
  return (
    <>
      {watched.length > 0 && (
        <div className="results-age">
          {asOf === null ? (
            <QuietLine icon={<CircleHelp size={18} aria-hidden="true" />}>{text.seatsUnknown}</QuietLine>
          ) : (
            <DataAge
              of={text.seatsAsOf}
              at={asOf}
              now={now}
              staleAfter={stale}
              stale={text.seatsOld(spanText(now - asOf))}
            />
          )}
          <NetworkSign look="plain" />
        </div>
      )}
      {gone.length > 0 && !showGone && coming.length > 0 && (
        <p className="results-gone">
          {text.gone(gone.length)}
          <Button kind="quiet" onClick={() => setShowGone(true)}>
            {text.showGone}
          </Button>
        </p>
      )}
      {shown.length > 0 ? (
        <ul className="results-list" aria-label={words.search.find}>
          {shown.map((ride) => (
            <li key={`${ride.departure} ${ride.board.index}`} data-gone={isGone(ride) ? '' : undefined}>
              <RideCard
                ride={ride}
                party={people}
                timetables={timetables}
                asOf={asOf}
                guest={guest?.loads.get(ride.departure)}
              />
            </li>
          ))}
        </ul>
      ) : (
        <NoRides query={query} held={held} hadSome={gone.length > 0} />
      )}
    </>
  )
}

/** Keeps the seats of these departures fresh while the page is open. */
function useFollow(departures: readonly string[]): void {
  const key = departures.join('\n')
  useEffect(() => {
    const ids = key.split('\n').filter(Boolean)
    return ids.length === 0 ? undefined : follow(ids.map((id): `departure:${string}` => `departure:${id}`))
  }, [key])
}

function NoRides({ query, held, hadSome }: { query: Query; held: Timetables; hadSome: boolean }) {
  const text = words.results
  const { from, to, day, people } = query
  const next = useMemo(
    () => nextDayWithRides(held.timetables, { from, to, after: day, within: daysAhead, passengers: people }),
    [held, from, to, day, people],
  )
  const last = dayOfText(held.goodUntil ?? '')
  const outside = last !== undefined && day > last
  if (!next) {
    return (
      <Empty
        title={
          outside ? text.outside(shortDayText(last)) : hadSome ? text.allGone(dayText(day)) : text.none(dayText(day))
        }
        action={<ButtonLink href="/">{text.changeSearch}</ButtonLink>}
      >
        {!outside && !hadSome && text.noneAtAll}
      </Empty>
    )
  }
  return (
    <Empty
      title={hadSome ? text.allGone(dayText(day)) : text.none(dayText(day))}
      action={
        <ButtonLink replace href={resultsUrl({ ...query, day: next.day })}>
          {text.show}
        </ButtonLink>
      }
    >
      {text.next(dayText(next.day), clockText(next.first.board.at, next.first.board.zone))}
    </Empty>
  )
}
