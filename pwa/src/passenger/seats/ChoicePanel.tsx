import { ChevronRight, GitFork } from 'lucide-react'
import { useState } from 'react'
import { times } from 'shared/base/money.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { Choice } from '../../ui/Field.tsx'
import { Money } from '../../ui/Money.tsx'
import { listText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import type { Fallback } from '../draft.ts'
import { groupText, inOrder, type Board, type Chosen } from './choice.ts'
import './choice-panel.css'

interface ChoicePanelProps {
  board: Board
  chosen: Chosen
  fallback: Fallback
  /** A seat that cannot be had was touched, or one was sold: why, in a sentence. */
  said: string
  /** Where the other departures of the day are. */
  others: string
  onFallback: (fallback: Fallback) => void
  onBest: () => void
  onContinue: (seats: readonly string[]) => void
}

/** The choice, its price, what to do when it is gone, and on. */
export function ChoicePanel(props: ChoicePanelProps) {
  const { board, chosen, fallback, said, others, onFallback, onBest, onContinue } = props
  const { party, free, ride } = board
  const [open, setOpen] = useState(false)
  const text = words.seats
  const seats = inOrder(board, chosen.seats).map((seat) => seat.label)
  const complete = seats.length === party
  const title = complete
    ? listText(seats)
    : seats.length === 0
      ? text.noneChosen(party)
      : text.someChosen(seats.length, party)
  const note = complete ? groupText(board, seats) : seats.length > 0 ? listText(seats) : ''
  const enough = free.length >= party
  const effective = party === 1 && fallback === 'together' ? 'any' : fallback
  const options: Fallback[] = party === 1 ? ['any', 'none'] : ['together', 'any', 'none']
  return (
    <div className="choice-panel">
      <div className="choice-panel-head">
        <div aria-live="polite">
          <h2>{enough ? title : text.noSeats(free.length)}</h2>
          <p>{said || note}</p>
        </div>
        <b>
          <Money of={times(ride.price.money, party)} />
        </b>
      </div>
      {!enough ? (
        <ButtonLink href={others}>{words.departure.otherDepartures}</ButtonLink>
      ) : complete ? (
        <>
          <button type="button" className="choice-panel-fallback" aria-haspopup="dialog" onClick={() => setOpen(true)}>
            <GitFork size={24} aria-hidden="true" />
            <span>
              <small>{text.fallbackTitle(party)}</small>
              <b>{text.fallback[effective](party)}</b>
            </span>
            <ChevronRight className="mirrors" aria-hidden="true" />
          </button>
          <Button onClick={() => onContinue(seats)}>{text.continue}</Button>
        </>
      ) : (
        <>
          <Button onClick={onBest}>{text.useApp(party)}</Button>
          <Button kind="secondary" onClick={() => onContinue([])}>
            {text.anySeats(party)}
          </Button>
        </>
      )}
      <Sheet open={open} onClose={() => setOpen(false)} title={text.fallbackTitle(party)}>
        <p>{text.fallbackHint(party)}</p>
        <Choice
          legend={text.fallbackTitle(party)}
          legendHidden
          value={effective}
          options={options.map((value) => ({
            value,
            label: text.fallback[value](party),
            note: party === 1 && value === 'any' ? text.fallbackNote.together : text.fallbackNote[value],
          }))}
          onChange={onFallback}
        />
        <Button onClick={() => setOpen(false)}>{words.common.done}</Button>
      </Sheet>
    </div>
  )
}
