import type { SeatMapId } from '../timetable/vehicles.ts'
import type { Cell, Deck, Seat, SeatMap } from './seat-map.ts'

/** What stands in a drawn row: `_` aisle, `.` empty, `S` stairs, `T` toilet, `D` door. */
const fixtures: Readonly<Record<string, Cell>> = { _: 'aisle', '.': 'empty', S: 'stairs', T: 'toilet', D: 'door' }

/** A seat is its letter; behind it `*` accessible, `<` facing backwards, `#` at a table. Letters skip S, T and D. */
function seat(label: string, marks: string, position: Seat['position']): Seat {
  return {
    label,
    position,
    ...(marks.includes('*') && { accessible: true }),
    ...(marks.includes('<') && { backwards: true }),
    ...(marks.includes('#') && { table: true }),
  }
}

const letters: Readonly<Record<string, string>> = { a: 'A', b: 'B', c: 'C', d: 'D', e: 'E' }

/** One row as drawn, left to right in the direction of travel: its number, then its cells. */
function row(drawn: string): Cell[] {
  const [number = '', ...cells] = drawn.trim().split(/\s+/)
  return cells.map((text, at): Cell => {
    const letter = letters[text.charAt(0)]
    if (letter === undefined) return fixtures[text] ?? 'empty'
    const outermost = at === 0 || at === cells.length - 1
    const besides = [cells[at - 1], cells[at + 1]].some((next) => next !== undefined && next in fixtures)
    return seat(`${number}${letter}`, text.slice(1), outermost ? 'window' : besides ? 'aisle' : 'middle')
  })
}

const deck = (name: Deck['name'], drawing: readonly string[]): Deck => ({ name, rows: drawing.map(row) })

/** Rows `first` to `last` of one pattern. */
const rows = (first: number, last: number, cells: string): string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => `${first + i} ${cells}`)

/** The catalogue: one drawing for each seat map that a feed may name. Row 0 is the driver's and has no seats. */
export const seatMaps: Readonly<Record<string, SeatMap>> = {
  'coach-2+2-49': {
    id: 'coach-2+2-49',
    name: 'Coach, 49 seats',
    decks: [
      deck('single', [
        '0 . . _ . D',
        '1 a* b* _ c* d*',
        ...rows(2, 6, 'a b _ c d'),
        '7 a b _ S T',
        '8 a b _ S D',
        ...rows(9, 12, 'a b _ c d'),
        '13 a b c d e',
      ]),
    ],
  },
  'vip-2+1-30': {
    id: 'vip-2+1-30',
    name: 'Coach with wide seats, 30 seats',
    decks: [
      deck('single', [
        '0 . . _ D',
        '1 a* b* _ c*',
        ...rows(2, 4, 'a b _ c'),
        '5 a# b# _ c#',
        '6 a<# b<# _ c<#',
        '7 S T _ c',
        ...rows(8, 10, 'a b _ c'),
        '11 a b _ .',
      ]),
    ],
  },
  'double-2+2-74': {
    id: 'double-2+2-74',
    name: 'Double-decker, 74 seats',
    decks: [
      deck('lower', [
        '0 . . _ . D',
        '1 a* b* _ c* d*',
        '2 a b _ S S',
        '3 a# b# _ c# d#',
        '4 a<# b<# _ c<# d<#',
        '5 a b _ c d',
        '0 T . _ . .',
      ]),
      deck('upper', [...rows(6, 10, 'a b _ c d'), ...rows(11, 12, 'a b _ S S'), ...rows(13, 20, 'a b _ c d')]),
    ],
  },
  'minibus-2+1-19': {
    id: 'minibus-2+1-19',
    name: 'Minibus, 19 seats',
    decks: [deck('single', ['0 . _ . D', '1 a* _ b c', ...rows(2, 5, 'a _ b c'), '6 a b c d'])],
  },
} satisfies Record<SeatMapId, SeatMap>
