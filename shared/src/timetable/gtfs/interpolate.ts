import { metresBetween } from '../geometry.ts'

export interface Waypoint {
  arrival: number | null
  departure: number | null
  readonly lat: number
  readonly lon: number
  /** Along the shape, in any unit; null when unknown. */
  readonly distance: number | null
}

/**
 * Fill in missing times between two timed points in proportion to distance: along the shape where every point of the
 * gap has one, else as the crow flies. Both ends of the list must have times.
 * @returns positions that were filled in
 */
export function interpolate(points: readonly Waypoint[]): Set<number> {
  const filled = new Set<number>()
  let last = 0
  points.forEach((point, i) => {
    if (point.arrival === null) return
    if (i - last > 1) fillGap(points.slice(last, i + 1), (k) => filled.add(last + k))
    last = i
  })
  return filled
}

/** First and last of `gap` have times, those between have none. */
function fillGap(gap: readonly Waypoint[], onFilled: (k: number) => void): void {
  const start = gap[0]?.departure ?? 0
  const end = gap.at(-1)?.arrival ?? start
  const along = distancesAlong(gap)
  const total = along.at(-1) ?? 0
  gap.forEach((point, k) => {
    if (k === 0 || k === gap.length - 1) return
    // All at one spot: by the number of stops.
    const share = total > 0 ? (along[k] ?? 0) / total : k / (gap.length - 1)
    point.arrival = point.departure = Math.round(start + (end - start) * share)
    onFilled(k)
  })
}

/** Distance of each point from the first. */
function distancesAlong(gap: readonly Waypoint[]): number[] {
  const first = gap[0]?.distance ?? null
  if (first !== null && gap.every((p) => p.distance !== null)) return gap.map((p) => (p.distance ?? 0) - first)
  let sum = 0
  return gap.map((point, k) => {
    const before = gap[k - 1]
    if (before) sum += metresBetween(before, point)
    return sum
  })
}
