import { Link } from 'wouter'
import { localDay } from 'shared/base/time.ts'
import type { DepartureLine } from 'shared/timetable/timetable.ts'
import { ChevronRight } from 'lucide-react'
import { Clock } from '../../ui/Clock.tsx'
import { clockText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import './runs.css'

/** One departure to pick. */
export function RunRow({ line, now }: { line: DepartureLine; now: number }) {
  const text = words.conductor.runs
  const before = localDay(line.first.at, line.first.zone) < localDay(now, line.first.zone)
  return (
    <li className="run">
      <Link href={`/conductor/${encodeURIComponent(line.id)}`}>
        <span className="run-time">
          <Clock at={line.first.at} zone={line.first.zone} />
        </span>
        <span className="run-text">
          <span className="run-name">
            {line.headsign || line.last.name}
            {line.route.short && <b className="run-route">{line.route.short}</b>}
          </span>
          <span className="run-note">
            {text.leavesArrives(line.first.name, clockText(line.last.at, line.last.zone))}
            {before && ` · ${text.yesterday}`}
          </span>
        </span>
        <ChevronRight className="mirrors" aria-hidden="true" />
      </Link>
    </li>
  )
}
