import { expect, test } from 'vitest'
import { readArguments } from './arguments.ts'
import { replayLine } from './replay.ts'

test('the line that replays a history asks for that very history', () => {
  const options = { steps: 12, without: ['delay', 'money'], withoutSteps: [3, 4, 11] } as const
  const [npm, run, name, dashes, ...flags] = replayLine('77', options).split(' ')
  expect([npm, run, name, dashes]).toEqual(['npm', 'run', 'simulate', '--'])
  expect(readArguments(flags, 0)).toMatchObject({ ...options, seeds: ['77'], verbose: true, kept: false })
})

test('a history with nothing left out is replayed by its seed alone', () => {
  expect(replayLine('77', {})).toBe('npm run simulate -- --seeds 1 --seed 77 --verbose')
})
