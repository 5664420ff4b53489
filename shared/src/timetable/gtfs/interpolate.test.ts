import fc from 'fast-check'
import { expect, test } from 'vitest'
import { metresBetween } from '../geometry.ts'
import { interpolate, type Waypoint } from './interpolate.ts'

interface Given {
  time: number | null
  lat: number
  lon: number
  distance: number | null
}

/** Each missing time by itself: look left and right for a time, measure the way, divide. */
function naive(points: readonly Given[]): number[] {
  return points.map((point, i) => {
    if (point.time !== null) return point.time
    let left = i
    while (points[left]?.time === null) left -= 1
    let right = i
    while (points[right]?.time === null) right += 1
    const gap = points.slice(left, right + 1)
    const way = (a: number, b: number): number => {
      if (gap.every((p) => p.distance !== null)) return (points[b]?.distance ?? 0) - (points[a]?.distance ?? 0)
      let sum = 0
      for (let k = a; k < b; k += 1) {
        const [p, q] = [points[k], points[k + 1]]
        if (p && q) sum += metresBetween(p, q)
      }
      return sum
    }
    const total = way(left, right)
    const share = total > 0 ? way(left, i) / total : (i - left) / (right - left)
    const [start, end] = [points[left]?.time ?? 0, points[right]?.time ?? 0]
    return Math.round(start + (end - start) * share)
  })
}

const waypoints = (points: readonly Given[]): Waypoint[] =>
  points.map(({ time, lat, lon, distance }) => ({ arrival: time, departure: time, lat, lon, distance }))

test('[TT47] missing times are those of the naive reckoning, between their neighbours and marked', () => {
  const point = fc.record({
    wait: fc.nat(3000),
    timed: fc.boolean(),
    // A few spots, so that stops at one spot are common.
    lat: fc.integer({ min: 50, max: 53 }),
    lon: fc.integer({ min: 6, max: 8 }),
    step: fc.nat(500),
    measured: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(point, { minLength: 2, maxLength: 20 }), fc.boolean(), (raw, allMeasured) => {
      let [time, distance] = [0, 0]
      const given = raw.map((p, i): Given => {
        time += p.wait
        distance += p.step
        const edge = i === 0 || i === raw.length - 1
        const known = allMeasured || p.measured
        return { time: edge || p.timed ? time : null, lat: p.lat, lon: p.lon, distance: known ? distance : null }
      })
      const points = waypoints(given)
      const filled = interpolate(points)
      expect(points.map((p) => p.arrival)).toEqual(naive(given))
      expect([...filled]).toEqual(given.flatMap((g, i) => (g.time === null ? [i] : [])))
      points.forEach((p, i) => expect(p.arrival).toBeGreaterThanOrEqual(points[i - 1]?.departure ?? 0))
    }),
  )
})

test('[TT47] a gap begins when the stop before is left, not when it is reached', () => {
  const points = [
    { arrival: 0, departure: 600, lat: 0, lon: 0, distance: 0 },
    { arrival: null, departure: null, lat: 0, lon: 0, distance: 25 },
    { arrival: 1000, departure: 1000, lat: 0, lon: 0, distance: 100 },
  ]
  interpolate(points)
  expect(points[1]?.arrival).toBe(700)
})
