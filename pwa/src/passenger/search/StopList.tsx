import { useState } from 'react'
import type { Call, Departure, Ride } from 'shared/timetable/timetable.ts'
import { Button } from '../../ui/Button.tsx'
import { Clock } from '../../ui/Clock.tsx'
import { StopsLine, type StopOnLine } from '../../ui/Line.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { words } from '../../words/words.ts'
import './stop-list.css'

const phone = 2
const driver = 3

function noteOf(call: Call, part: StopOnLine['part']): string | undefined {
  const text = words.departure
  const arranged = part === 'from' ? call.pickup : part === 'to' ? call.dropOff : 0
  const notes = [
    call.platform && text.platform(call.platform),
    arranged === phone && text.callAhead,
    arranged === driver && text.askDriver,
  ].filter(Boolean)
  return notes.length > 0 ? notes.join(' · ') : undefined
}

function timeOf(call: Call, part: StopOnLine['part']) {
  const at = part === 'to' ? call.arrivalAt : call.departureAt
  if (!call.approximate) return <Clock at={at} zone={call.zone} />
  return (
    <span className="stop-list-about">
      <VisuallyHidden>{words.departure.about}</VisuallyHidden>
      <span aria-hidden="true">~</span>
      <Clock at={at} zone={call.zone} />
    </span>
  )
}

/** The stops of my ride on the line; those before and after it on demand. */
export function StopList({ departure, ride }: { departure: Departure; ride: Ride }) {
  const [all, setAll] = useState(false)
  const text = words.departure
  const partOf = ({ index }: Call): StopOnLine['part'] =>
    index === ride.board.index
      ? 'from'
      : index === ride.alight.index
        ? 'to'
        : index > ride.board.index && index < ride.alight.index
          ? 'on'
          : 'off'
  const calls = all ? departure.calls : departure.calls.filter((call) => partOf(call) !== 'off')
  const others = departure.calls.filter((call) => partOf(call) === 'off').length
  return (
    <section className="stop-list">
      <h2>{text.line}</h2>
      <StopsLine
        label={text.line}
        stops={calls.map((call) => ({
          key: call.index,
          name: call.name,
          time: timeOf(call, partOf(call)),
          note: noteOf(call, partOf(call)),
          part: partOf(call),
        }))}
      />
      {calls.some((call) => call.approximate) && <p className="stop-list-note">{text.aboutNote}</p>}
      {others > 0 && (
        <Button kind="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? text.showRide : text.showAll(others)}
        </Button>
      )}
    </section>
  )
}
