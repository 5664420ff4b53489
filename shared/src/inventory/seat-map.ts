import type { Amenity } from '../timetable/timetable.ts'

/** A place of a vehicle. Labels match [0-9A-Z]{1,4}. */
export interface Seat {
  readonly label: string
  readonly position: 'window' | 'aisle' | 'middle'
  /** A wheelchair user's place, or a seat kept for people who need it. */
  readonly accessible?: boolean
  /** Faces against the direction of travel. */
  readonly backwards?: boolean
  readonly table?: boolean
}

export type Cell = Seat | 'aisle' | 'empty' | 'stairs' | 'toilet' | 'door'

export interface Deck {
  readonly name: 'lower' | 'upper' | 'single'
  /** Front to back; in a row, left to right in the direction of travel. All rows of a deck are equally long. */
  readonly rows: readonly (readonly Cell[])[]
}

/** The drawing of the seats of a vehicle. */
export interface SeatMap {
  readonly id: string
  readonly name: string
  readonly decks: readonly Deck[]
  readonly amenities?: readonly Amenity[]
}

export const isSeat = (cell: Cell): cell is Seat => typeof cell === 'object'

/** A drawing never changes, and every booking asks for its seats. */
const listed = new WeakMap<SeatMap, readonly Seat[]>()

/** All seats, front to back, left to right, lower deck first. */
export function seatsOf(map: SeatMap): readonly Seat[] {
  const seats = listed.get(map) ?? map.decks.flatMap((deck) => deck.rows.flatMap((row) => row.filter(isSeat)))
  listed.set(map, seats)
  return seats
}
