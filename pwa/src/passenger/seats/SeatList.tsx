import { useMemo } from 'react'
import { anySeats, bestTogether } from 'shared/inventory/availability.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Field.tsx'
import { listText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { departureUrl } from '../search/query.ts'
import { freeFromName, inOrder, kindsText, type Board } from './choice.ts'
import './seat-list.css'

const mostGroups = 8

interface SeatListProps {
  board: Board
  chosen: readonly string[]
  onChoose: (seats: readonly string[]) => void
}

/** What can be had now, in words: groups for a party, seats for one. Choosing here is choosing on the map. */
export function SeatList({ board, chosen, onChoose }: SeatListProps) {
  const { map, free, party } = board
  const text = words.seats
  const groups = useMemo(
    () => bestTogether(map, free, party, party === 1 ? free.length : mostGroups),
    [map, free, party],
  )
  const apart = groups.length === 0 ? anySeats(map, free, party) : undefined
  const offered = apart ? [apart] : groups
  const key = (seats: readonly string[]) =>
    inOrder(board, seats)
      .map((seat) => seat.label)
      .join(' ')
  return (
    <div className="seat-list">
      {offered.length > 0 ? (
        <Choice
          legend={apart ? text.groupNear : text.group(party)}
          value={key(chosen)}
          options={offered.map((seats) => ({
            value: key(seats),
            label: listText(inOrder(board, seats).map((seat) => seat.label)),
            note: noteOf(board, seats),
          }))}
          onChange={(value) => onChoose(value.split(' '))}
        />
      ) : (
        <p>{text.noSeats(free.length)}</p>
      )}
      {apart && <p className="seat-list-note">{text.noGroup(party)}</p>}
      <PartlyFree board={board} />
    </div>
  )
}

function noteOf(board: Board, seats: readonly string[]): string {
  const traits = inOrder(board, seats).flatMap((seat) => [
    seat.accessible && words.seats.traits.accessible,
    seat.table && words.seats.traits.table,
    seat.backwards && words.seats.traits.backwards,
  ])
  return [kindsText(board, seats), ...new Set(traits)].filter(Boolean).join(' · ')
}

/** Seats taken at first: how many, from where, and the way to a ride from there. */
function PartlyFree({ board }: { board: Board }) {
  const { departure, ride, party } = board
  const text = words.seats
  const byStop = new Map<number, string[]>()
  for (const [label, state] of board.states) {
    if (state.kind === 'partly') byStop.set(state.freeFrom, [...(byStop.get(state.freeFrom) ?? []), label])
  }
  if (byStop.size === 0) return null
  return (
    <section className="seat-list-partly">
      <h2>{text.partlyGroup}</h2>
      {[...byStop]
        .sort(([a], [b]) => a - b)
        .map(([freeFrom, labels]) => {
          const stop = freeFromName(board, { kind: 'partly', freeFrom })
          return (
            <div key={freeFrom}>
              <p>
                <b>{listText(labels)}</b>: {text.partlyHint(stop)}
              </p>
              <ButtonLink
                kind="quiet"
                href={departureUrl({
                  departure: departure.id,
                  board: freeFrom,
                  alight: ride.alight.index,
                  people: party,
                })}
              >
                {text.searchFrom(stop)}
              </ButtonLink>
            </div>
          )
        })}
    </section>
  )
}
