import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { runOf, sha256 } from './run.ts'

test('[TK4] our SHA-256 is that of the platform', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
    }),
    { numRuns: 300 },
  )
})

test('[TK4] two dates of one trip are one run', () => {
  expect(runOf('demo:T9@20261124')).toBe(runOf('demo:T9@20261125'))
  expect(runOf('demo:T9@20261124')).toBe(createHash('sha256').update('demo:T9').digest('hex').slice(0, 16))
})

test('[TK4] two start times of one frequency trip are two runs', () => {
  expect(runOf('demo:T9@20261124T063000')).not.toBe(runOf('demo:T9@20261124T070000'))
  expect(runOf('demo:T9@20261124T063000')).toBe(runOf('demo:T9@20261125T063000'))
})

test('[TK4] an id of a trip may itself hold an at sign and a date', () => {
  expect(runOf('demo:A@20260101@20261124')).not.toBe(runOf('demo:A@20261124'))
})
