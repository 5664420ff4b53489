import { Accessibility, Check, DoorOpen, Toilet, X } from 'lucide-react'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { isSeat, type Cell, type Deck, type Seat } from 'shared/inventory/seat-map.ts'
import { words } from '../../words/words.ts'
import { seatName, type Board } from './choice.ts'
import { firstSeat, move, type At } from './grid.ts'
import './seat-grid.css'

interface SeatGridProps {
  board: Board
  deck: Deck
  chosen: readonly string[]
  /** Of a free seat. */
  onTap: (seat: Seat) => void
  /** Of one that cannot be had. */
  onRefuse: (seat: Seat) => void
}

/** A deck as a grid: one tab stop, arrows move, Space or Enter chooses. Drawn as the coach is, never mirrored. */
export function SeatGrid({ board, deck, chosen, onTap, onRefuse }: SeatGridProps) {
  const { rows } = deck
  const [stop, setStop] = useState<At | undefined>()
  const table = useRef<HTMLTableElement>(null)
  const here = stop ?? chosenStop(deck, chosen) ?? firstSeat(rows)
  const onKeyDown = (event: KeyboardEvent) => {
    const next = here && move(rows, here, event.key, event.ctrlKey || event.metaKey)
    if (!next) return
    event.preventDefault()
    setStop(next)
    table.current?.querySelector<HTMLElement>(`[data-at="${next.row}.${next.column}"]`)?.focus()
  }
  const driver = deck.name !== 'upper'
  const front = rows.findIndex((row) => row.some(isSeat))
  const hasDoor = rows.slice(0, Math.max(front, 1)).some((row) => row.includes('door'))
  return (
    <div className="seat-grid" data-driver={driver ? '' : undefined} dir="ltr">
      {driver && (
        <p className="seat-grid-front" aria-hidden="true">
          <span>
            <SteeringWheel />
            {words.seats.driver}
          </span>
          {hasDoor && (
            <span>
              {words.seats.door}
              <DoorOpen size={20} />
            </span>
          )}
        </p>
      )}
      <table ref={table} role="grid" onKeyDown={onKeyDown}>
        <caption className="visually-hidden">{words.seats.caption(board.party)}</caption>
        <tbody>
          {rows.map((cells, row) =>
            row < front ? null : (
              <tr key={row}>
                {cells.map((cell, column) =>
                  isSeat(cell) ? (
                    <td key={column} role="gridcell" aria-selected={chosen.includes(cell.label)}>
                      <SeatButton
                        board={board}
                        seat={cell}
                        chosen={chosen.includes(cell.label)}
                        at={{ row, column }}
                        stop={here?.row === row && here.column === column}
                        onPress={() => {
                          setStop({ row, column })
                          if (board.states.get(cell.label)?.kind === 'free') onTap(cell)
                          else onRefuse(cell)
                        }}
                      />
                    </td>
                  ) : (
                    <Fixture
                      key={column}
                      cell={cell}
                      row={rowNumber(cells)}
                      first={cells.indexOf('aisle') === column}
                    />
                  ),
                )}
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  )
}

function chosenStop({ rows }: Deck, chosen: readonly string[]): At | undefined {
  for (const [row, cells] of rows.entries()) {
    const column = cells.findIndex((cell) => isSeat(cell) && chosen.includes(cell.label))
    if (column >= 0) return { row, column }
  }
  return undefined
}

const rowNumber = (cells: readonly Cell[]): string => parseInt(cells.find(isSeat)?.label ?? '', 10).toString()

interface SeatButtonProps {
  board: Board
  seat: Seat
  chosen: boolean
  at: At
  stop: boolean
  onPress: () => void
}

function SeatButton({ board, seat, chosen, at, stop, onPress }: SeatButtonProps) {
  const kind = chosen ? 'yours' : (board.states.get(seat.label)?.kind ?? 'taken')
  return (
    <button
      type="button"
      className="seat"
      data-state={kind}
      data-backwards={seat.backwards ? '' : undefined}
      data-at={`${at.row}.${at.column}`}
      tabIndex={stop ? 0 : -1}
      aria-label={seatName(board, seat, chosen)}
      aria-disabled={kind === 'taken' || kind === 'partly' || undefined}
      onClick={onPress}
    >
      {signs[kind](seat)}
    </button>
  )
}

const number = (seat: Seat) => <span className="seat-label">{seat.label}</span>

/** Each state has its own sign, besides its fill and border. */
const signs: Record<'free' | 'taken' | 'partly' | 'yours', (seat: Seat) => ReactNode> = {
  free: (seat) => (
    <>
      {seat.accessible && <Accessibility size={16} aria-hidden="true" />}
      {number(seat)}
    </>
  ),
  taken: () => <X size={20} aria-hidden="true" />,
  partly: number,
  yours: (seat) => (
    <>
      <Check size={18} aria-hidden="true" />
      {number(seat)}
    </>
  ),
}

/** What is no seat. The row's number stands in its first aisle cell and heads the row. */
function Fixture({ cell, row, first }: { cell: Exclude<Cell, Seat>; row: string; first: boolean }) {
  switch (cell) {
    case 'aisle':
      return first && row !== 'NaN' ? (
        <th scope="row" className="seat-row">
          <span className="visually-hidden">{words.seats.row(Number(row))}</span>
          <span aria-hidden="true">{row}</span>
        </th>
      ) : (
        <td />
      )
    case 'toilet':
      return (
        <td className="seat-fixture">
          <Toilet size={20} aria-label={words.seats.toilet} />
        </td>
      )
    case 'stairs':
      return (
        <td className="seat-fixture">
          <Stairs />
        </td>
      )
    case 'door':
      return (
        <td className="seat-fixture">
          <DoorOpen size={20} aria-label={words.seats.door} />
        </td>
      )
    case 'empty':
      return <td />
  }
}

const Stairs = () => (
  <svg width="22" height="22" viewBox="0 0 24 24" role="img" aria-label={words.seats.stairs}>
    <path d="M3 20h5v-5h5v-5h5V5h3" fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
  </svg>
)

const SteeringWheel = () => (
  <svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">
    <circle cx="12" cy="12" r="9.5" fill="none" stroke="currentColor" strokeWidth="2" />
    <circle cx="12" cy="12" r="2" fill="currentColor" />
  </svg>
)
