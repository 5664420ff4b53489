import { isSeat, type Deck } from 'shared/inventory/seat-map.ts'

type Rows = Deck['rows']

/** A cell of a deck. */
export interface At {
  readonly row: number
  readonly column: number
}

const seatAt = (rows: Rows, { row, column }: At): boolean => {
  const cell = rows[row]?.[column]
  return cell !== undefined && isSeat(cell)
}

const columnsWithSeats = (rows: Rows, row: number): number[] =>
  (rows[row] ?? []).flatMap((cell, column) => (isSeat(cell) ? [column] : []))

const rowsWithSeats = (rows: Rows): number[] =>
  rows.flatMap((_, row) => (columnsWithSeats(rows, row).length > 0 ? [row] : []))

function endOfRow(rows: Rows, row: number, end: 'first' | 'last'): At | undefined {
  const column = columnsWithSeats(rows, row).at(end === 'first' ? 0 : -1)
  return column === undefined ? undefined : { row, column }
}

export const firstSeat = (rows: Rows): At | undefined => endOfRow(rows, rowsWithSeats(rows)[0] ?? 0, 'first')

/** The seat of the next row that has any, nearest to the column one stands in. */
function nextRow(rows: Rows, from: At, step: 1 | -1): At | undefined {
  for (let row = from.row + step; row >= 0 && row < rows.length; row += step) {
    const [nearest] = columnsWithSeats(rows, row).sort(
      (a, b) => Math.abs(a - from.column) - Math.abs(b - from.column) || a - b,
    )
    if (nearest !== undefined) return { row, column: nearest }
  }
  return undefined
}

function nextColumn(rows: Rows, from: At, step: 1 | -1): At | undefined {
  const width = rows[from.row]?.length ?? 0
  for (let column = from.column + step; column >= 0 && column < width; column += step) {
    if (seatAt(rows, { row: from.row, column })) return { row: from.row, column }
  }
  return undefined
}

/**
 * Where a key leads from a seat, by the grid pattern of the ARIA Authoring Practices; undefined when nowhere, or when
 * the key is none of the grid's. Left and right are the coach's own and never mirrored.
 */
export function move(rows: Rows, from: At, key: string, ctrl = false): At | undefined {
  switch (key) {
    case 'ArrowLeft':
      return nextColumn(rows, from, -1)
    case 'ArrowRight':
      return nextColumn(rows, from, 1)
    case 'ArrowUp':
      return nextRow(rows, from, -1)
    case 'ArrowDown':
      return nextRow(rows, from, 1)
    case 'Home':
      return ctrl ? firstSeat(rows) : endOfRow(rows, from.row, 'first')
    case 'End':
      return endOfRow(rows, ctrl ? (rowsWithSeats(rows).at(-1) ?? 0) : from.row, 'last')
    default:
      return undefined
  }
}
