import { expect, test } from 'vitest'
import { awake, clockOffBy } from './clock-evidence.ts'

const minute = 60_000
const at = Date.UTC(2026, 10, 24, 6, 0)
const since = { wall: at, monotonic: 1000 }

test('[TK30] a clock that runs with the monotonic one is trusted', () => {
  expect(clockOffBy({ wall: at + 60 * minute, monotonic: 1000 + 60 * minute, lastStored: at, since })).toBeNull()
  expect(clockOffBy({ wall: at + 62 * minute, monotonic: 1000 + 60 * minute, lastStored: at, since })).toBeNull()
})

test('[TK30] a clock moved by more than two minutes since the last exchange is suspect, by how much it moved', () => {
  const moved = (by: number): number | null =>
    clockOffBy({ wall: at + 5 * minute + by, monotonic: 1000 + 5 * minute, lastStored: 0, since })
  expect(moved(14 * minute)).toBe(14 * minute)
  expect(moved(-14 * minute)).toBe(-14 * minute)
})

test('[TK30] a clock earlier than the last time stored is suspect, also right after a restart', () => {
  expect(clockOffBy({ wall: at - 3 * minute, monotonic: 5, lastStored: at, since: null })).toBe(-3 * minute)
  expect(clockOffBy({ wall: at - 1000, monotonic: 5, lastStored: at, since: null }), 'a small correction').toBeNull()
})

test('[TK30] a phone that slept is not suspect, one whose clock was set back while it slept is', () => {
  const slept = { wall: at + 40 * minute, monotonic: 1000 + minute }
  expect(clockOffBy({ ...slept, lastStored: at, since: awake(since, slept) })).toBeNull()
  const back = { wall: at - 40 * minute, monotonic: 1000 + minute }
  expect(clockOffBy({ ...back, lastStored: 0, since: awake(since, back) })).toBe(-41 * minute)
  expect(awake(null, slept)).toEqual(slept)
})
