import { bestTogether } from 'shared/inventory/availability.ts'
import { seatState, type SeatState } from 'shared/inventory/legs.ts'
import { seatsOf, type Seat, type SeatMap } from 'shared/inventory/seat-map.ts'
import type { DepartureState } from 'shared/records.ts'
import type { Departure, Ride } from 'shared/timetable/timetable.ts'
import { words } from '../../words/words.ts'

/** What the seats screen knows: the drawing, what each seat is on this ride, and which are chosen. */
export interface Board {
  readonly map: SeatMap
  readonly departure: Departure
  readonly ride: Ride
  readonly party: number
  readonly states: ReadonlyMap<string, SeatState>
  /** Labels free for the whole ride, front to back. */
  readonly free: readonly string[]
}

interface BoardOf {
  map: SeatMap
  departure: Departure
  ride: Ride
  party: number
  state: DepartureState | null
}

/** With no state known every seat counts as free: the choice is a wish that the server judges. */
export function boardOf({ map, departure, ride, party, state }: BoardOf): Board {
  const states = new Map(
    seatsOf(map).map((seat) => [seat.label, seatState(state?.taken[seat.label], ride.board.index, ride.alight.index)]),
  )
  const free = [...states].flatMap(([label, { kind }]) => (kind === 'free' ? [label] : []))
  return { map, departure, ride, party, states, free }
}

export interface Chosen {
  readonly seats: readonly string[]
  /** Chosen by the app: the person's first tap starts anew. */
  readonly byApp: boolean
}

export const bestFor = ({ map, free, party }: Board): Chosen => ({
  seats: bestTogether(map, free, party, 1)[0] ?? [],
  byApp: true,
})

/** One tap on a free seat. With all chosen, the one chosen first gives way. */
export function tap({ seats, byApp }: Chosen, label: string, party: number): Chosen {
  if (seats.includes(label)) return { seats: seats.filter((seat) => seat !== label), byApp: false }
  if (byApp) return { seats: [label], byApp: false }
  return { seats: [...seats, label].slice(-party), byApp: false }
}

/** The stop from which a partly free seat is free. */
export const freeFromName = ({ departure }: Board, state: SeatState): string =>
  state.kind === 'partly' ? (departure.calls[state.freeFrom]?.name ?? '') : ''

/** "Seat 4C, aisle, free" */
export function seatName(board: Board, seat: Seat, chosen: boolean): string {
  const text = words.seats
  const state = board.states.get(seat.label)
  const traits = [
    text.position[seat.position],
    seat.accessible && text.traits.accessible,
    seat.table && text.traits.table,
    seat.backwards && text.traits.backwards,
  ].filter((trait) => typeof trait === 'string')
  return text.seat({ label: seat.label, traits, state: stateWords(board, state, chosen) })
}

function stateWords(board: Board, state: SeatState | undefined, chosen: boolean): string {
  const text = words.seats.state
  if (chosen) return text.yours
  if (state?.kind === 'partly') return text.partly(freeFromName(board, state))
  return state?.kind === 'free' ? text.free : text.taken
}

/** In the order of the coach. */
export const inOrder = ({ map }: Board, labels: readonly string[]): Seat[] =>
  seatsOf(map).filter((seat) => labels.includes(seat.label))

/** "aisle and window" */
export function kindsText(board: Board, labels: readonly string[]): string {
  const text = words.seats
  const positions = [...new Set(inOrder(board, labels).map((seat) => text.position[seat.position]))]
  const [one = '', other] = positions
  return positions.length === 2 && other ? text.both(one, other) : positions.join(', ')
}

/** "Together · aisle and window" */
export function groupText(board: Board, labels: readonly string[]): string {
  const kinds = kindsText(board, labels)
  if (labels.length < 2) return kinds
  const together = bestTogether(board.map, labels, labels.length, 1).length > 0
  return `${together ? words.seats.together : words.seats.apart} · ${kinds}`
}
