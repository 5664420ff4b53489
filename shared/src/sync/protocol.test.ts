import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backoff, nextBatch, nextTurn, notBefore, pollMs, type Sendable } from './protocol.ts'

const intent = (n: number, more: Partial<Sendable> = {}): Sendable => ({
  id: `i${n}`,
  n,
  after: [],
  bytes: 100,
  notBefore: 0,
  stuck: false,
  ...more,
})

const queues = fc
  .array(fc.record({ stuck: fc.boolean(), notBefore: fc.nat(3), back: fc.option(fc.nat(8)) }))
  .map((all) =>
    all.map(({ stuck, notBefore, back }, i) =>
      intent(i, { stuck, notBefore, after: back === null || back >= i ? [] : [`i${i - 1 - back}`] }),
    ),
  )

describe('the next batch', () => {
  test('[SY45] intents go in the order this phone made them, whatever its clock says', () => {
    expect(nextBatch([intent(3), intent(1), intent(2)], 0)).toEqual(['i1', 'i2', 'i3'])
  })

  test('[SY46] an intent goes in the same batch as the one it comes after', () => {
    expect(nextBatch([intent(1), intent(2, { after: ['i1'] })], 0)).toEqual(['i1', 'i2'])
  })

  test('[SY46] an intent waits while the one it comes after waits, and others go on', () => {
    const queue = [intent(1, { notBefore: 500 }), intent(2, { after: ['i1'] }), intent(3)]
    expect(nextBatch(queue, 100)).toEqual(['i3'])
    expect(nextBatch(queue, 500)).toEqual(['i1', 'i2', 'i3'])
  })

  test('[SY49] one that cannot be sent holds up only its followers', () => {
    expect(nextBatch([intent(1, { stuck: true }), intent(2, { after: ['i1'] }), intent(3)], 0)).toEqual(['i3'])
  })

  test('a batch holds at most 50 intents and 200 KiB; one that is larger goes alone', () => {
    const many = Array.from({ length: 120 }, (_, i) => intent(i + 1))
    expect(nextBatch(many, 0)).toHaveLength(50)
    expect(nextBatch([intent(1, { bytes: 300_000 }), intent(2)], 0)).toEqual(['i1'])
    expect(nextBatch([intent(1), intent(2, { bytes: 300_000 })], 0)).toEqual(['i1'])
  })

  test('[SY46] no batch ever holds an intent before the one it comes after', () => {
    fc.assert(
      fc.property(queues, fc.nat(3), (queue, now) => {
        const batch = nextBatch(queue, now)
        for (const id of batch) {
          const at = batch.indexOf(id)
          for (const before of queue.find((one) => one.id === id)?.after ?? []) {
            expect(batch.indexOf(before)).toBeGreaterThanOrEqual(0)
            expect(batch.indexOf(before)).toBeLessThan(at)
          }
        }
      }),
    )
  })

  test('[SY46] what comes after one that waits or is stuck has no turn of its own', () => {
    expect(nextTurn([intent(1, { notBefore: 500 }), intent(2, { after: ['i1'] })])).toBe(500)
    expect(nextTurn([intent(1, { stuck: true }), intent(2, { after: ['i1'] })])).toBeNull()
  })

  test('[SY46] [SY75] the next turn is the first moment at which there is something to send', () => {
    fc.assert(
      fc.property(queues, (queue) => {
        const moments = [0, 1, 2, 3].filter((now) => nextBatch(queue, now).length > 0)
        expect(nextTurn(queue)).toBe(moments[0] ?? null)
      }),
    )
  })
})

test('[SY45] a time written down before the clock was set back is waited for by nobody', () => {
  expect(notBefore(160_000, 100_000, 60_000)).toBe(160_000)
  expect(notBefore(160_001, 100_000, 60_000)).toBe(0)
  expect(notBefore(5, 100_000, 60_000)).toBe(5)
})

test('[SY44] waiting grows from 1 s to 5 min with full jitter and is never given up', () => {
  expect(backoff(1, 0.999_999)).toBe(1000)
  expect(backoff(4, 0.5)).toBe(4000)
  expect(backoff(40, 0.999_999)).toBe(300_000)
  expect(backoff(1_000_000, 0.5)).toBe(150_000)
  expect(backoff(9, 0)).toBe(0)
  expect([pollMs(0), pollMs(1)]).toEqual([30_000, 60_000])
})
