import { ChevronLeft, ChevronRight } from 'lucide-react'
import { IconButton } from '../../ui/Button.tsx'
import { clockText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import type { Shift } from '../shift/use-shift.ts'
import { workAt } from '../shift/worked-stop.ts'
import './stop-bar.css'

/** The stop being worked on the line of the departure, a step either way, and what happens there. */
export function StopBar({ shift }: { shift: Shift }) {
  const { departure, stop, at } = shift
  const { calls } = departure
  const call = calls[stop]
  const text = words.conductor.manifest
  if (call === undefined) return null
  const last = stop === calls.length - 1
  const clock = last
    ? text.arrives(clockText(call.arrivalAt, call.zone))
    : text.leaves(clockText(call.departureAt, call.zone))
  return (
    <section className="stop-bar" aria-label={text.boardingAt(call.name)}>
      <div className="stop-bar-step">
        <IconButton
          look="round"
          label={text.previousStop}
          disabled={stop === 0}
          onClick={() => workAt(departure.id, stop - 1)}
        >
          <ChevronLeft className="mirrors" aria-hidden="true" />
        </IconButton>
        <div className="stop-bar-name">
          <h2>{call.name}</h2>
          <p>
            {text.stopOf(stop + 1, calls.length)} · {clock}
          </p>
        </div>
        <IconButton look="round" label={text.nextStop} disabled={last} onClick={() => workAt(departure.id, stop + 1)}>
          <ChevronRight className="mirrors" aria-hidden="true" />
        </IconButton>
      </div>
      <StopDots count={calls.length} stop={stop} />
      <dl className="stop-bar-counts">
        <div>
          <dt>{text.toBoard}</dt>
          <dd>{at.here.length}</dd>
        </div>
        <div>
          <dt>{text.alights}</dt>
          <dd>{at.alighting}</dd>
        </div>
        <div>
          <dt>{text.aboard}</dt>
          <dd>{at.aboard.length + shift.unlisted}</dd>
        </div>
      </dl>
    </section>
  )
}

/** The line of the whole departure; beyond thirty stops the dots would run together, so it is a bare line. */
function StopDots({ count, stop }: { count: number; stop: number }) {
  return (
    <div className="stop-dots" aria-hidden="true">
      {Array.from({ length: Math.min(count, 30) }, (_, i) => {
        const at = count <= 30 ? i : Math.round((i * (count - 1)) / 29)
        const next = count <= 30 ? i + 1 : Math.round(((i + 1) * (count - 1)) / 29)
        return <span key={i} data-part={at < stop && next <= stop ? 'past' : at <= stop ? 'now' : 'ahead'} />
      })}
    </div>
  )
}
