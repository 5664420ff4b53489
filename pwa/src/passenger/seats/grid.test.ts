import { must } from 'shared/base/result.ts'
import { isSeat } from 'shared/inventory/seat-map.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import { describe, expect, test } from 'vitest'
import { firstSeat, move, type At } from './grid.ts'

const { rows } = must(must(seatMaps['coach-2+2-49'], 'coach').decks[0], 'deck')

const label = (at: At | undefined): string | undefined => {
  const cell = at && rows[at.row]?.[at.column]
  return cell && isSeat(cell) ? cell.label : undefined
}

function at(seat: string): At {
  for (const [row, cells] of rows.entries()) {
    const column = cells.findIndex((cell) => isSeat(cell) && cell.label === seat)
    if (column >= 0) return { row, column }
  }
  throw new Error(`No seat ${seat}`)
}

const from = (seat: string, key: string, ctrl = false) => label(move(rows, at(seat), key, ctrl))

describe('keys on the seat map', () => {
  test('the first stop is the first seat behind the driver', () => {
    expect(label(firstSeat(rows))).toBe('1A')
  })

  test('arrows move to the next seat and over the aisle', () => {
    expect(from('4B', 'ArrowRight')).toBe('4C')
    expect(from('4C', 'ArrowLeft')).toBe('4B')
    expect(from('4B', 'ArrowDown')).toBe('5B')
    expect(from('4B', 'ArrowUp')).toBe('3B')
  })

  test('at an edge of the coach an arrow leads nowhere', () => {
    expect(from('4A', 'ArrowLeft')).toBeUndefined()
    expect(from('4D', 'ArrowRight')).toBeUndefined()
    expect(from('1A', 'ArrowUp')).toBeUndefined()
    expect(from('13E', 'ArrowDown')).toBeUndefined()
  })

  test('stairs and toilet are passed to the nearest seat of the row behind', () => {
    expect(from('6D', 'ArrowDown')).toBe('7B')
    expect(from('12C', 'ArrowDown')).toBe('13D')
  })

  test('Home and End lead to the ends of the row, with Control to the ends of the coach', () => {
    expect(from('4C', 'Home')).toBe('4A')
    expect(from('4A', 'End')).toBe('4D')
    expect(from('4C', 'Home', true)).toBe('1A')
    expect(from('4C', 'End', true)).toBe('13E')
  })

  test('every seat can be reached from the first by arrows alone', () => {
    const seen = new Set<string>()
    const queue = [must(firstSeat(rows), 'first seat')]
    for (let here = queue.pop(); here; here = queue.pop()) {
      const name = must(label(here), 'label')
      if (seen.has(name)) continue
      seen.add(name)
      for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
        const next = move(rows, here, key)
        if (next) queue.push(next)
      }
    }
    expect(seen.size).toBe(rows.flat().filter(isSeat).length)
  })
})
