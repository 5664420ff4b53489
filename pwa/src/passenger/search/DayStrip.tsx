import { Link } from 'wouter'
import type { Day } from 'shared/base/instants.ts'
import { dayNumber, longDayText, weekdayText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { resultsUrl, today, type Query } from './query.ts'
import './day-strip.css'

const shown = 5

/** Five days around the one shown; each a link that replaces it. Days that are past are not offered. */
export function DayStrip({ query, last }: { query: Query; last: Day | undefined }) {
  const start = Math.max(Math.min(today(), query.day), query.day - 1)
  const days = Array.from({ length: shown }, (_, i) => start + i)
  return (
    <nav className="day-strip" aria-label={words.results.days}>
      <ul>
        {days.map((day) => (
          <li key={day}>
            {last !== undefined && day > last ? (
              <span className="day-strip-day" aria-hidden="true">
                <DayText day={day} />
              </span>
            ) : (
              <Link
                replace
                href={resultsUrl({ ...query, day })}
                className="day-strip-day"
                aria-label={longDayText(day)}
                aria-current={day === query.day ? 'date' : undefined}
              >
                <DayText day={day} />
              </Link>
            )}
          </li>
        ))}
      </ul>
    </nav>
  )
}

const DayText = ({ day }: { day: Day }) => (
  <>
    <span>{weekdayText(day)}</span>
    <b>{dayNumber(day)}</b>
  </>
)
