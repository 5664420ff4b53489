import { useId } from 'react'
import type { Day } from 'shared/base/instants.ts'
import { dayOfText, isoDay, weekdayOf } from 'shared/base/time.ts'
import { useTimetable } from '../../local/live.ts'
import { Sheet } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { dayNumber, dayText, longDayText, monthText, untilText, weekdayText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { today } from './query.ts'
import './day-sheet.css'

interface DaySheetProps {
  day: Day
  onChoose: (day: Day) => void
  onClose: () => void
}

/** The coming five weeks to tap, and any other day by the browser's own field, repeated in our words. */
export function DaySheet({ day, onChoose, onClose }: DaySheetProps) {
  const held = useTimetable()
  const first = today()
  const until = dayOfText(held?.goodUntil ?? '') ?? first + 365
  const monday = first - weekdayOf(first)
  const days = Array.from({ length: 35 }, (_, i) => monday + i)
  const note = useId()
  return (
    <Sheet open onClose={onClose} title={words.search.pickDay}>
      <div className="day-sheet">
        {days.slice(0, 7).map((each) => (
          <span key={each} className="day-sheet-weekday" aria-hidden="true">
            {weekdayText(each)}
          </span>
        ))}
        {days.map((each) => (
          <button
            key={each}
            type="button"
            className="day-sheet-day"
            aria-label={longDayText(each)}
            aria-pressed={each === day}
            aria-current={each === first ? 'date' : undefined}
            disabled={each < first || each > until}
            data-autofocus={each === day ? '' : undefined}
            onClick={() => onChoose(each)}
          >
            {dayNumber(each)}
            {(dayNumber(each) === '1' || each === first) && (
              <small>{each === first ? words.common.today : monthText(each)}</small>
            )}
          </button>
        ))}
      </div>
      <Field label={words.search.otherDay}>
        {(control) => (
          <>
            <input
              {...control}
              type="date"
              className="field-control"
              aria-describedby={note}
              min={isoDay(first)}
              max={isoDay(until)}
              defaultValue={isoDay(day)}
              onBlur={(event) => {
                const typed = dayOfText(event.target.value)
                if (typed !== undefined && typed !== day && typed >= first && typed <= until) onChoose(typed)
              }}
              onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            />
            <p id={note} className="field-hint">
              {words.search.chosenDay(dayText(day), untilText(until, first))}
            </p>
          </>
        )}
      </Field>
    </Sheet>
  )
}
