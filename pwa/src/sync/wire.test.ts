import { expect, test } from 'vitest'
import { isOlder } from 'shared/sync/protocol.ts'
import { readResponse } from './wire.ts'

const outcome = { id: 'a'.repeat(32), status: 'refused', data: {}, at: {}, replayed: false }
const answer = (code: unknown) => ({
  protocol: 1,
  epoch: 'e'.repeat(32),
  now: 0,
  oldestSupportedApp: '0.1.0',
  outcomes: [
    { ...outcome, code: 'seats-taken' },
    { ...outcome, code },
  ],
})

test('[SY86] a reason that is newer than the app decides its intent, and holds up no other', () => {
  expect(readResponse(answer('moon-in-the-way'))?.outcomes.map(({ code }) => code)).toEqual([
    'seats-taken',
    'unknown-reason',
  ])
  expect(readResponse(answer(null))?.outcomes[1]?.code).toBeNull()
})

test('an answer that is none of ours stays none', () => {
  for (const code of [7, undefined, {}]) expect(readResponse(answer(code))).toBeUndefined()
  expect(readResponse({ ...answer(null), outcomes: 'none' })).toBeUndefined()
})

test('[SY87] a version is older than another by its numbers, not by its letters', () => {
  expect(isOlder('0.9.0', '0.10.0')).toBe(true)
  expect(isOlder('1.0.0', '0.10.0')).toBe(false)
  expect(isOlder('0.1.0', '0.1.0')).toBe(false)
  expect(isOlder('0.1.0-beta', '0.1.1')).toBe(true)
  expect(isOlder('unknown', '1.0.0')).toBe(false)
})
