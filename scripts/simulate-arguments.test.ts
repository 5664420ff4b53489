import { expect, test } from 'vitest'
import { ArgumentError, readArguments } from '../simulation/arguments.ts'

test('seeds are counted from the one that is named, else from the time', () => {
  expect(readArguments(['--seeds', '3', '--seed', '7'], 1).seeds).toEqual(['7', '8', '9'])
  expect(readArguments([], 1234).seeds).toEqual(['1234'])
  expect(readArguments(['--steps', '12', '--without', 'restore,delay', '--without-steps', '3,4'], 1)).toMatchObject({
    steps: 12,
    without: ['restore', 'delay'],
    withoutSteps: [3, 4],
  })
})

test.each([
  [['--seeds'], '--seeds takes a whole number from 1 to 1000000, not nothing.'],
  [['--seeds', '0'], '--seeds takes a whole number from 1 to 1000000, not 0.'],
  [['--seeds', 'ten'], '--seeds takes a whole number from 1 to 1000000, not ten.'],
  [['--seed', '-1'], '--seed takes a whole number from 0 to 1000000000000, not -1.'],
  [['--steps', '1.5'], '--steps takes a whole number from 1 to 10000, not 1.5.'],
  [['--without', ''], '--without takes a list with commas.'],
  [['--fast'], 'There is no flag --fast.'],
  [['--database', 'oracle'], '--database takes sqlite or postgres, not oracle.'],
  [['--database'], '--database takes sqlite or postgres, not nothing.'],
])('%j is answered with what is wrong', (given, says) => {
  expect(() => readArguments(given, 1)).toThrow(ArgumentError)
  expect(() => readArguments(given, 1)).toThrow(says)
})
