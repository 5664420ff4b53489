import { beforeEach, expect, test } from 'vitest'
import { type Limits, makeLimits } from './limits.ts'
import { Problem } from './problem.ts'

let now = 0
let limits: Limits
beforeEach(() => {
  now = 0
  limits = makeLimits(() => now)
})

const five = { size: 5, perMs: 60_000 }
const taken = (times: number, key = 'a', cost = 1) =>
  Array.from({ length: times }, () => {
    try {
      limits.spend('x', key, five, cost)
      return 'ok'
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return Number(error.extras.headers?.['Retry-After'])
    }
  })

test('a bucket gives what it holds, then says when to come back', () => {
  expect(taken(7)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 12, 12])
})

test('a bucket fills evenly, and never above its size', () => {
  taken(5)
  now = 24_000
  expect(taken(3)).toEqual(['ok', 'ok', 12])
  now = 10_000_000
  expect(taken(6).filter((answer) => answer === 'ok')).toHaveLength(5)
})

test('whoever comes back when told is let in', () => {
  taken(5)
  now = 12_000
  expect(taken(1)).toEqual(['ok'])
})

test('keys and kinds have buckets of their own', () => {
  taken(5, 'a')
  expect(taken(1, 'b')).toEqual(['ok'])
  expect(() => limits.spend('y', 'a', five)).not.toThrow()
})

test('a refused request takes nothing', () => {
  taken(3)
  expect(taken(1, 'a', 4)).toEqual([24])
  expect(taken(2)).toEqual(['ok', 'ok'])
})

test('a cost above the whole bucket is let in when the bucket is full', () => {
  expect(taken(1, 'a', 50)).toEqual(['ok'])
  expect(taken(1)).toEqual([12])
})

test('what is given back can be taken again', () => {
  taken(5)
  limits.giveBack('x', 'a')
  expect(taken(2)).toEqual(['ok', 12])
})

test('0 is no limit', () => {
  for (let i = 0; i < 1000; i += 1) limits.spend('x', 'a', { size: 0, perMs: 1 })
})

test('a clock that is set back takes nothing away from anybody', () => {
  now = 3_600_000
  expect(taken(1)).toEqual(['ok'])
  now = 0
  expect(taken(4)).toEqual(['ok', 'ok', 'ok', 'ok'])
  now = 12_000
  expect(taken(1)).toEqual(['ok'])
})
