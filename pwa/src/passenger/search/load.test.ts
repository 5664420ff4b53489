import { must } from 'shared/base/result.ts'
import { seatsOf } from 'shared/inventory/seat-map.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import { describe, expect, test } from 'vitest'
import { loadOf, loadOfCount } from './load.ts'

const map = must(seatMaps['coach-2+2-49'], 'coach')
const labels = seatsOf(map).map((seat) => seat.label)
const whole = { board: 0, alight: 3 }

/** The first `n` seats taken on the legs of the mask. */
const state = (n: number, mask = '7') => ({
  id: 't:1@20261124',
  status: 'scheduled' as const,
  delayMinutes: null,
  seatMap: map.id,
  taken: Object.fromEntries(labels.slice(0, n).map((label) => [label, mask])),
})

describe('how full a ride is', () => {
  test('an empty coach is low, a half-full one middle, a nearly full one high', () => {
    expect(loadOf(map, state(0), whole, 1)).toEqual({ level: 'low', free: 49 })
    expect(loadOf(map, state(30), whole, 1)).toEqual({ level: 'middle', free: 19 })
    expect(loadOf(map, state(46), whole, 1)).toEqual({ level: 'high', free: 3 })
  })

  test('fewer seats than people is full, whatever is left', () => {
    expect(loadOf(map, state(48), whole, 2)).toEqual({ level: 'full', free: 1 })
    expect(loadOf(map, state(49), whole, 1)).toEqual({ level: 'full', free: 0 })
  })

  test('a coach full to the first stop says from where there is room for the party', () => {
    expect(loadOf(map, state(49, '1'), whole, 2)).toEqual({ level: 'full', free: 0, from: 1 })
    expect(loadOf(map, state(49, '3'), whole, 2)).toEqual({ level: 'full', free: 0, from: 2 })
  })

  test('only the legs of the ride count', () => {
    expect(loadOf(map, state(49, '1'), { board: 1, alight: 3 }, 1)).toEqual({ level: 'low', free: 49 })
  })

  test('a count alone gives the same steps', () => {
    for (const taken of [0, 10, 30, 46, 48, 49]) {
      expect(loadOfCount(49 - taken, 49, 2)).toEqual(loadOf(map, state(taken), whole, 2))
    }
  })
})
