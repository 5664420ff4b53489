import { useState } from 'react'
import { dayOfText, isoDay, localDay } from 'shared/base/time.ts'
import { departuresAnswer, type DepartureLoad } from 'shared/operator/views.ts'
import { now } from '../local/clock.ts'
import { Field, Select, Switch } from '../ui/Field.tsx'
import { longDayText } from '../words/format.ts'
import { words } from '../words/words.ts'
import { DepartureTable } from './DepartureTable.tsx'
import { Freshness } from './Freshness.tsx'
import { useRead } from './read.ts'
import { Sums } from './Sums.tsx'

const parse = (body: unknown) => departuresAnswer.parse(body)
const today = (): string => isoDay(localDay(now(), Intl.DateTimeFormat().resolvedOptions().timeZone))
const sold = (departure: DepartureLoad): boolean => departure.bookings > 0

/** The departures of one day with what was sold, who has boarded, and what is to be collected. */
export function Departures() {
  const { operator } = words
  const [day, setDay] = useState(today)
  const [agency, setAgency] = useState('')
  const [onlySold, setOnlySold] = useState(false)
  const query = new URLSearchParams({ day, ...(agency && { agency }) })
  const read = useRead(`/api/operator/departures?${query}`, parse)
  const all = read.value?.departures ?? []
  const shown = onlySold ? all.filter(sold) : all
  const dayName = longDayText(dayOfText(day) ?? 0)
  const [agencies, setAgencies] = useState<{ id: string; name: string }[]>([])
  if (read.value && read.value.agencies.length !== agencies.length) setAgencies(read.value.agencies)
  return (
    <div className="operator-panel">
      <div className="operator-filters">
        <Field label={operator.day} hint={dayName}>
          {(control) => (
            <input
              {...control}
              type="date"
              className="field-control"
              value={day}
              onChange={({ target }) => target.value && setDay(target.value)}
            />
          )}
        </Field>
        {agencies.length > 1 && (
          <Select
            label={operator.agency}
            value={agency}
            options={[
              { value: '', label: operator.allAgencies },
              ...agencies.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={({ target }) => setAgency(target.value)}
          />
        )}
      </div>
      <Freshness read={read} />
      {read.value && (
        <>
          <Sums departures={all} />
          <Switch label={operator.onlySold} checked={onlySold} onChange={setOnlySold} />
          {shown.length > 0 ? <DepartureTable day={dayName} departures={shown} /> : <p>{operator.none(dayName)}</p>}
          {read.value.more > 0 && <p className="operator-quiet">{operator.more(read.value.more)}</p>}
        </>
      )}
    </div>
  )
}
