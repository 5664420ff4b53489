import { Check, X } from 'lucide-react'
import { words } from '../../words/words.ts'
import { freeFromName, type Board } from './choice.ts'
import './legend.css'

/** What the drawings of the seats mean; only those that occur. */
export function Legend({ board }: { board: Board }) {
  const text = words.seats
  const states = [...board.states.values()]
  const stops = new Set(states.flatMap((state) => (state.kind === 'partly' ? [freeFromName(board, state)] : [])))
  const [onlyStop] = stops
  return (
    <ul className="legend">
      <li>
        <span className="seat" data-state="free" aria-hidden="true" />
        {text.free}
      </li>
      {states.some((state) => state.kind === 'taken') && (
        <li>
          <span className="seat" data-state="taken" aria-hidden="true">
            <X size={12} />
          </span>
          {text.taken}
        </li>
      )}
      <li>
        <span className="seat" data-state="yours" aria-hidden="true">
          <Check size={12} />
        </span>
        {text.yours}
      </li>
      {onlyStop !== undefined && (
        <li>
          <span className="seat" data-state="partly" aria-hidden="true" />
          {stops.size === 1 ? text.partlyLegend(onlyStop) : text.partlyLater}
        </li>
      )}
    </ul>
  )
}
