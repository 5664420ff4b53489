import { ArrowUpDown } from 'lucide-react'
import { lazy, Suspense, useState, type FormEvent } from 'react'
import { placeOf } from 'shared/timetable/places.ts'
import { useLocation } from 'wouter'
import { useTimetable } from '../../local/live.ts'
import { rememberSearch } from '../../local/settings.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { JoinLine } from '../../ui/Line.tsx'
import { Stepper } from '../../ui/Stepper.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { dayText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { mostPeople, resultsUrl, today, useForm } from './query.ts'

const PlacePicker = lazy(async () => ({ default: (await import('./PlacePicker.tsx')).PlacePicker }))
const DaySheet = lazy(async () => ({ default: (await import('./DaySheet.tsx')).DaySheet }))

type End = 'from' | 'to'

export function SearchForm() {
  const text = words.search
  const { from, to, day, people } = useForm()
  const [open, setOpen] = useState<End | 'day' | null>(null)
  const [complaint, setComplaint] = useState<{ end: End; text: string } | null>(null)
  const [said, setSaid] = useState('')
  const [, navigate] = useLocation()
  const held = useTimetable()
  const nameOf = (id: string | null) => (held && id ? placeOf(held.timetables, id)?.name : undefined)

  const choose = (end: End) => (place: { id: string }) => {
    useForm.setState({ [end]: place.id })
    setComplaint(null)
    setOpen(null)
  }

  const swap = () => {
    useForm.setState({ from: to, to: from })
    setSaid(text.swapped(nameOf(to) ?? '', nameOf(from) ?? ''))
  }

  const find = (event: FormEvent) => {
    event.preventDefault()
    if (!from || !nameOf(from)) return setComplaint({ end: 'from', text: text.chooseFrom })
    if (!to || !nameOf(to)) return setComplaint({ end: 'to', text: text.chooseTo })
    if (from === to) return setComplaint({ end: 'to', text: text.samePlace })
    rememberSearch({ from, to, passengers: people })
    navigate(resultsUrl({ from, to, day: Math.max(day ?? 0, today()), people }))
  }

  const placeField = (end: End, id: string | null) => (
    <button
      type="button"
      className="search-field search-place"
      aria-haspopup="dialog"
      aria-describedby={complaint?.end === end ? 'search-complaint' : undefined}
      onClick={() => setOpen(end)}
    >
      <span className="search-label">{text[end]}</span>
      <span className="search-value" data-empty={nameOf(id) ? undefined : ''}>
        {nameOf(id) ?? text.choosePlace}
      </span>
    </button>
  )

  return (
    <>
      <Card className="search-form">
        <form onSubmit={find} noValidate>
          <div className="search-ends">
            <JoinLine />
            {placeField('from', from)}
            {placeField('to', to)}
            <IconButton look="soft" label={text.swap} className="search-swap" onClick={swap}>
              <ArrowUpDown size={20} aria-hidden="true" />
            </IconButton>
          </div>
          {complaint && (
            <p className="search-complaint" id="search-complaint" role="alert">
              {complaint.text}
            </p>
          )}
          <div className="search-when">
            <button type="button" className="search-field" aria-haspopup="dialog" onClick={() => setOpen('day')}>
              <span className="search-label">{text.date}</span>
              <span className="search-value">{dayText(Math.max(day ?? 0, today()))}</span>
            </button>
            <Stepper
              label={text.people}
              value={people}
              min={1}
              max={mostPeople}
              less={text.personLess}
              more={text.personMore}
              onChange={(n) => useForm.setState({ people: n })}
            />
          </div>
          <div className="search-go">
            <Button type="submit">{text.find}</Button>
          </div>
        </form>
        <VisuallyHidden>
          <span role="status">{said}</span>
        </VisuallyHidden>
      </Card>
      <Suspense fallback={null}>
        {(open === 'from' || open === 'to') && (
          <PlacePicker title={text.picker[open]} onChoose={choose(open)} onClose={() => setOpen(null)} />
        )}
        {open === 'day' && (
          <DaySheet
            day={Math.max(day ?? 0, today())}
            onChoose={(chosen) => {
              useForm.setState({ day: chosen === today() ? null : chosen })
              setOpen(null)
            }}
            onClose={() => setOpen(null)}
          />
        )}
      </Suspense>
    </>
  )
}
