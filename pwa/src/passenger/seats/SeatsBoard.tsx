import { useState } from 'react'
import { isSeat, type Deck, type Seat } from 'shared/inventory/seat-map.ts'
import { Tabs } from '../../ui/Tabs.tsx'
import { words } from '../../words/words.ts'
import { freeFromName, type Board } from './choice.ts'
import { Legend } from './Legend.tsx'
import { SeatGrid } from './SeatGrid.tsx'
import { SeatList } from './SeatList.tsx'

interface SeatsBoardProps {
  board: Board
  view: 'map' | 'list'
  chosen: readonly string[]
  onTap: (seat: Seat) => void
  onSay: (text: string) => void
  onChoose: (seats: readonly string[]) => void
}

const holds = (deck: Deck, label: string | undefined): boolean =>
  deck.rows.some((row) => row.some((cell) => isSeat(cell) && cell.label === label))

/** The map, one deck at a time, or the list. */
export function SeatsBoard({ board, view, chosen, onTap, onSay, onChoose }: SeatsBoardProps) {
  const { decks } = board.map
  const [looked, setLooked] = useState<Deck['name'] | null>(null)
  const text = words.seats
  if (view === 'list') return <SeatList board={board} chosen={chosen} onChoose={onChoose} />
  const deck = decks.find(({ name }) => name === looked) ?? decks.find((each) => holds(each, chosen[0])) ?? decks[0]
  if (!deck) return null
  const refuse = (seat: Seat) => {
    const state = board.states.get(seat.label)
    onSay(state?.kind === 'partly' ? text.isPartly(seat.label, freeFromName(board, state)) : text.isTaken(seat.label))
  }
  const grid = <SeatGrid key={deck.name} board={board} deck={deck} chosen={chosen} onTap={onTap} onRefuse={refuse} />
  return (
    <>
      <Legend board={board} />
      {decks.length > 1 ? (
        <Tabs
          label={text.decks}
          tabs={decks.map(({ name }) => ({ key: name, label: text.deck[name] }))}
          current={deck.name}
          onChange={setLooked}
        >
          {grid}
        </Tabs>
      ) : (
        grid
      )}
    </>
  )
}
