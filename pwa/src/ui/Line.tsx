import type { ReactNode } from 'react'
import './line.css'

/** From and To joined: a ring, a line, a disc. Stretches to the height of what stands beside it. */
export function JoinLine() {
  return <span className="line-join" aria-hidden="true" />
}

export interface RideLineProps {
  /** How many stops lie between; at most seven are drawn. */
  between: number
  /** How much of the ride is sold out from its start, 0 to 1: dashed. */
  full?: number
  /** `muted` for what does not run. */
  tone?: 'accent' | 'muted'
}

/** A ride lying down, between its two times. */
export function RideLine({ between, full = 0, tone = 'accent' }: RideLineProps) {
  const legs = Math.min(between, 7) + 1
  const dashed = full > 0 ? Math.max(1, Math.round(full * legs)) : 0
  return (
    <span className="line-ride" data-tone={tone} aria-hidden="true">
      {Array.from({ length: legs }, (_, i) => (
        <span key={i} className="line-ride-leg" data-full={i < dashed ? '' : undefined} />
      ))}
    </span>
  )
}

export interface StopOnLine {
  key: string | number
  name: ReactNode
  time: ReactNode
  note?: ReactNode
  /** `ends` bound the ride, `on` lies within it, `off` before or after it. */
  part: 'from' | 'to' | 'on' | 'off'
}

/** A departure standing up: every stop with its time. */
export function StopsLine({ label, stops }: { label: string; stops: readonly StopOnLine[] }) {
  return (
    <ol className="line-stops" aria-label={label}>
      {stops.map((stop) => (
        <li key={stop.key} data-part={stop.part}>
          <span className="line-stops-time">{stop.time}</span>
          <span className="line-stops-mark" aria-hidden="true" />
          <span className="line-stops-text">
            <span className="line-stops-name">{stop.name}</span>
            {stop.note && <span className="line-stops-note">{stop.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}

export interface LifeStep {
  label: string
  note?: ReactNode
  state: 'done' | 'now' | 'todo' | 'bad'
}

/** The life of a request: on this phone, asked, answer. */
export function LifeLine({ label, steps }: { label: string; steps: readonly LifeStep[] }) {
  return (
    <ol className="line-life" aria-label={label}>
      {steps.map((step) => (
        <li key={step.label} data-state={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <span className="line-life-label">{step.label}</span>
          {step.note && <span className="line-life-note">{step.note}</span>}
        </li>
      ))}
    </ol>
  )
}
