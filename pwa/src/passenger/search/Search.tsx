import { CalendarCheck, ChevronRight, History } from 'lucide-react'
import { placeOf } from 'shared/timetable/places.ts'
import { dayOfText } from 'shared/base/time.ts'
import { Link } from 'wouter'
import { useTimetable } from '../../local/live.ts'
import { useSettings } from '../../local/settings.ts'
import { QuietLine } from '../../ui/QuietLine.tsx'
import { Logo } from '../../ui/Logo.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { RouteName } from '../../ui/RouteName.tsx'
import { untilText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { NextTrip } from './NextTrip.tsx'
import { resultsUrl, today } from './query.ts'
import { SearchForm } from './SearchForm.tsx'
import './search.css'

/** Home: where to, when, how many. */
export function Search() {
  return (
    <Page title={words.search.title} above={<Logo />}>
      <SearchForm />
      <TimetableLine />
      <NextTrip />
      <Recent />
    </Page>
  )
}

function TimetableLine() {
  const held = useTimetable()
  if (!held) return <div className="search-timetable" />
  const until = dayOfText(held.goodUntil ?? '')
  return (
    <div className="search-timetable">
      <QuietLine icon={<CalendarCheck size={18} aria-hidden="true" />}>
        {until === undefined ? (
          words.search.noTimetable
        ) : (
          <>
            {words.search.worksOffline} <b>{words.search.goodUntil(untilText(until, today()))}</b>
          </>
        )}
      </QuietLine>
    </div>
  )
}

function Recent() {
  const searches = useSettings((settings) => settings.recentSearches)
  const held = useTimetable()
  const known = searches.flatMap(({ from, to, passengers }) => {
    const start = held && placeOf(held.timetables, from)
    const end = held && placeOf(held.timetables, to)
    return start && end ? [{ start, end, passengers }] : []
  })
  if (known.length === 0) return null
  return (
    <Section title={words.search.recent}>
      <ul className="search-recent">
        {known.slice(0, 4).map(({ start, end, passengers }) => (
          <li key={`${start.id} ${end.id}`}>
            <Link href={resultsUrl({ from: start.id, to: end.id, day: today(), people: passengers })}>
              <History size={20} aria-hidden="true" />
              <RouteName from={start.name} to={end.name} />
              <ChevronRight size={20} className="mirrors" aria-hidden="true" />
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
