import { metresBetween, type Point } from './geometry.ts'
import { normalName } from './place-names.ts'

interface Stop extends Point {
  readonly name: string
  /** Index of its station, when it has one. */
  readonly parent: number | undefined
  readonly station: boolean
}

/** Stops of one name that stand at most so far apart are one place. */
const near = 700

/** Representative of a stop's set, with path halving (union-find). */
function find(sets: number[], stop: number): number {
  let at = stop
  while ((sets[at] ?? at) !== at) {
    sets[at] = sets[sets[at] ?? at] ?? at
    at = sets[at] ?? at
  }
  return at
}

/**
 * The place of each stop, as numbers from 0 in order of first appearance: a station with its children, or all
 * unparented stops of one normalised name, each within 700 m of another of them.
 */
export function groupPlaces(stops: readonly Stop[]): number[] {
  const sets = stops.map((_, i) => i)
  const byName = new Map<string, number[]>()
  stops.forEach((stop, i) => {
    if (stop.parent !== undefined) sets[find(sets, i)] = find(sets, stop.parent)
    else if (!stop.station) {
      const name = normalName(stop.name)
      byName.set(name, [...(byName.get(name) ?? []), i])
    }
  })
  for (const group of byName.values()) {
    group.forEach((a, at) => {
      for (const b of group.slice(at + 1)) {
        const [one, other] = [stops[a], stops[b]]
        if (one && other && metresBetween(one, other) <= near) sets[find(sets, b)] = find(sets, a)
      }
    })
  }
  const numbers = new Map<number, number>()
  return stops.map((_, i) => {
    const root = find(sets, i)
    const number = numbers.get(root) ?? numbers.size
    numbers.set(root, number)
    return number
  })
}
