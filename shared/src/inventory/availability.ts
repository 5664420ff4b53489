import { isSeat, type Deck, type SeatMap } from './seat-map.ts'

/**
 * Seats are together when they lie in consecutive rows of one deck, in each row side by side with nothing but an
 * aisle between, and each row's seats have one of the next row's directly behind.
 */
interface Run {
  readonly labels: readonly string[]
  /** Columns of the deck, first and last. */
  readonly from: number
  readonly to: number
  readonly cost: number
}

/** What makes one group worse than another. A seat left alone weighs as much as going five rows of four further back. */
const weigh = { piece: 1_000_000, row: 100_000, accessible: 30_000, leftAlone: 20 } as const

/** Most alternatives worth showing. */
const mostGroups = 4

/**
 * Groups of n free seats together, the best first, no seat in two of them. The first is the best there is: fewest
 * pieces cut by an aisle or a row, fewest rows, places kept for wheelchair users last, then as far in front as can be
 * without leaving single seats alone between neighbours. Empty when no n free seats are together.
 */
export function bestTogether(map: SeatMap, free: readonly string[], n: number, most = mostGroups): string[][] {
  const left = new Set(free)
  const groups: string[][] = []
  while (groups.length < most) {
    const group = bestGroup(map, left, n)
    if (group === undefined) break
    groups.push(group)
    for (const label of group) left.delete(label)
  }
  return groups
}

/** n free seats as near to each other as there are: together, else in the largest groups. Undefined when too few. */
export function anySeats(map: SeatMap, free: readonly string[], n: number): string[] | undefined {
  const left = new Set(free)
  const seats: string[] = []
  for (let size = n; seats.length < n; size = Math.min(size, n - seats.length)) {
    const group = bestGroup(map, left, size)
    if (group) {
      seats.push(...group)
      for (const label of group) left.delete(label)
    } else if (size === 1) return undefined
    else size -= 1
  }
  return seats
}

interface Chain {
  readonly cost: number
  readonly run: Run
  readonly before?: Chain
}

/** The cheapest chain of runs, one a row, with n seats in all: dynamic programming over rows and seats still to find. */
function bestGroup(map: SeatMap, free: ReadonlySet<string>, n: number): string[] | undefined {
  let best: Chain | undefined
  let index = 0
  for (const deck of map.decks) {
    let above: Chain[][] = []
    for (const row of deck.rows) {
      const ending: Chain[][] = Array.from({ length: n + 1 }, () => [])
      for (const run of runsOf(row, free, { index, most: n })) {
        const size = run.labels.length
        ending[size]?.push({ cost: run.cost, run })
        for (let had = 1; had + size <= n; had += 1) {
          const before = cheapest((above[had] ?? []).filter((chain) => touches(chain.run, run)))
          if (before) ending[had + size]?.push({ cost: before.cost + run.cost, run, before })
        }
      }
      best = cheapest([...(best ? [best] : []), ...(ending[n] ?? [])])
      above = ending
      index += row.filter(isSeat).length
    }
  }
  return best && labelsOf(best)
}

const touches = (a: Run, b: Run): boolean => a.from <= b.to && b.from <= a.to

const cheapest = (chains: readonly Chain[]): Chain | undefined =>
  chains.reduce<Chain | undefined>((best, chain) => (best && best.cost <= chain.cost ? best : chain), undefined)

const labelsOf = (chain: Chain): string[] => [...(chain.before ? labelsOf(chain.before) : []), ...chain.run.labels]

type Row = Deck['rows'][number]

/** All runs of free seats of a row: side by side, at most aisles between. `index` counts the seats before the row. */
function runsOf(row: Row, free: ReadonlySet<string>, { index, most }: { index: number; most: number }): Run[] {
  const runs: Run[] = []
  for (let from = 0; from < row.length; from += 1) {
    const labels: string[] = []
    for (let to = from; to < row.length && labels.length < most; to += 1) {
      const cell = row[to]
      if (cell === 'aisle' && labels.length > 0) continue
      if (cell === undefined || !isSeat(cell) || !free.has(cell.label)) break
      labels.push(cell.label)
      runs.push({ labels: [...labels], from, to, cost: runCost(row, free, { from, to, index }) })
    }
  }
  return runs
}

function runCost(row: Row, free: ReadonlySet<string>, at: { from: number; to: number; index: number }): number {
  let cost = weigh.row + weigh.piece
  let index = at.index
  row.forEach((cell, column) => {
    const inside = column >= at.from && column <= at.to
    if (inside && cell === 'aisle' && row[column - 1] !== 'aisle') cost += weigh.piece
    if (!isSeat(cell)) return
    if (inside) cost += index + (cell.accessible ? weigh.accessible : 0)
    index += 1
  })
  return cost + weigh.leftAlone * (leftAlone(row, free, at.from, -1) + leftAlone(row, free, at.to, 1))
}

/** 1 when the seat next to the run's end stays free with no free neighbour on its other side. */
function leftAlone(row: Row, free: ReadonlySet<string>, end: number, step: -1 | 1): number {
  const freeAt = (column: number): boolean => {
    const cell = row[column]
    return cell !== undefined && isSeat(cell) && free.has(cell.label)
  }
  return freeAt(end + step) && !freeAt(end + 2 * step) ? 1 : 0
}
