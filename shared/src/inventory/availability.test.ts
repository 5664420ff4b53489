import fc from 'fast-check'
import { expect, test } from 'vitest'
import { must } from '../base/result.ts'
import { drawn } from '../testing/builders.ts'
import { anySeats, bestTogether } from './availability.ts'
import { isSeat, type SeatMap, seatsOf } from './seat-map.ts'
import { seatMaps } from './seat-maps.ts'

const coach = drawn('A* B* _ C* D*', 'A B _ C D', 'A B _ C D', 'A B C D E')
const all = (map: SeatMap) => seatsOf(map).map((seat) => seat.label)

test('[IN6] two people sit side by side, and not in the places kept for wheelchair users while others are free', () => {
  expect(bestTogether(coach, all(coach), 2)[0]).toEqual(['2A', '2B'])
  expect(bestTogether(coach, ['1A', '1B', '2A', '3D'], 2)[0]).toEqual(['1A', '1B'])
})

test('[IN6] three sit in one row across the aisle rather than in two rows', () => {
  expect(bestTogether(coach, ['2A', '2B', '2C', '3A', '3B'], 3)[0]).toEqual(['2A', '2B', '2C'])
})

test('[IN6] one person takes the seat beside a taken one before breaking up a free pair', () => {
  expect(bestTogether(coach, ['2A', '2B', '3B', '3C', '3D'], 1)[0]).toEqual(['3B'])
})

test('[IN6] seats behind each other are together, seats in far rows are not', () => {
  expect(bestTogether(coach, ['2A', '3A'], 2)).toEqual([['2A', '3A']])
  expect(bestTogether(coach, ['1A', '3A'], 2)).toEqual([])
  expect(bestTogether(coach, ['2A', '3D'], 2)).toEqual([])
})

test('[IN6] groups offered do not share seats', () => {
  const groups = bestTogether(coach, all(coach), 2)
  const seats = groups.flat()
  expect(groups.length).toBeGreaterThan(2)
  expect(new Set(seats).size).toBe(seats.length)
})

test('[IN7] any seats are the nearest there are, and never fewer than asked for', () => {
  expect(anySeats(coach, ['1A', '3A', '3B'], 3)?.toSorted()).toEqual(['1A', '3A', '3B'])
  expect(anySeats(coach, ['1A', '3C', '4A', '4B'], 2)).toEqual(['4A', '4B'])
  expect(anySeats(coach, ['1A'], 2)).toBeUndefined()
})

interface Placed {
  readonly label: string
  readonly accessible: boolean
  /** Rows of one deck count on; the next deck begins a thousand later. */
  readonly row: number
  readonly column: number
  readonly line: SeatMap['decks'][number]['rows'][number]
}

const placed = (map: SeatMap): Placed[] =>
  map.decks.flatMap((deck, d) =>
    deck.rows.flatMap((line, r) =>
      line.flatMap((cell, column) =>
        isSeat(cell)
          ? [{ label: cell.label, accessible: cell.accessible === true, row: d * 1000 + r, column, line }]
          : [],
      ),
    ),
  )

/** What a set of seats costs by the rule's own words; undefined when they are not together. */
function costOf(map: SeatMap, free: readonly string[], chosen: readonly Placed[]): number | undefined {
  const order = all(map)
  const rows = [...new Set(chosen.map((seat) => seat.row))].sort((a, b) => a - b)
  if (rows.some((row, i) => i > 0 && row !== (rows[i - 1] ?? 0) + 1)) return undefined
  let cost = 0
  let above: { first: number; last: number } | undefined
  for (const row of rows) {
    const seats = chosen.filter((seat) => seat.row === row)
    const { line } = must(seats[0], 'seat')
    const columns = seats.map((seat) => seat.column)
    const first = Math.min(...columns)
    const last = Math.max(...columns)
    cost += 1_100_000
    for (let column = first; column <= last; column += 1) {
      if (columns.includes(column)) continue
      if (line[column] !== 'aisle') return undefined
      cost += 1_000_000
    }
    if (above && (above.first > last || first > above.last)) return undefined
    above = { first, last }
    const freeAt = (column: number): boolean => {
      const cell = line[column]
      return cell !== undefined && isSeat(cell) && free.includes(cell.label)
    }
    if (freeAt(first - 1) && !freeAt(first - 2)) cost += 20
    if (freeAt(last + 1) && !freeAt(last + 2)) cost += 20
  }
  for (const seat of chosen) cost += order.indexOf(seat.label) + (seat.accessible ? 30_000 : 0)
  return cost
}

/** The least cost of all sets of n free seats: every one is tried. */
function leastCost(map: SeatMap, free: readonly string[], n: number): number | undefined {
  const seats = placed(map).filter((seat) => free.includes(seat.label))
  let least: number | undefined
  const choose = (from: number, chosen: readonly Placed[]): void => {
    if (chosen.length === n) {
      const cost = costOf(map, free, chosen)
      if (cost !== undefined && (least === undefined || cost < least)) least = cost
      return
    }
    for (let i = from; i < seats.length; i += 1) choose(i + 1, [...chosen, must(seats[i], 'seat')])
  }
  choose(0, [])
  return least
}

test('[IN6] the first group is the best of all sets of seats, by brute force', () => {
  const maps = [coach, drawn('A B _ C', 'A B _ C', 'A B _ C', 'A B C D'), drawn('A _ B', 'A B . C', '. A B C')]
  fc.assert(
    fc.property(
      fc.constantFrom(...maps),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      (map, n, coins) => {
        const free = all(map).filter((_, i) => coins[i])
        const [found] = bestTogether(map, free, n)
        const seats = found && placed(map).filter((seat) => found.includes(seat.label))
        expect(seats && costOf(map, free, seats)).toBe(leastCost(map, free, n))
      },
    ),
    { numRuns: 300 },
  )
})

test('[IN6] seats for nine in a double-decker are found at once', () => {
  const map = seatMaps['double-2+2-74']
  if (!map) throw new Error('no such map')
  const before = performance.now()
  expect(bestTogether(map, all(map), 9)[0]).toHaveLength(9)
  expect(performance.now() - before).toBeLessThan(200)
})

test('[IN7] any seats are as many as asked, free, and different; together where that can be; else there are too few', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      (n, coins) => {
        const free = all(coach).filter((_, i) => coins[i])
        const seats = anySeats(coach, free, n)
        if (free.length < n) return void expect(seats).toBeUndefined()
        expect(new Set(seats).size).toBe(n)
        for (const seat of seats ?? []) expect(free).toContain(seat)
        const [together] = bestTogether(coach, free, n)
        if (together) expect(seats).toEqual(together)
      },
    ),
  )
})
