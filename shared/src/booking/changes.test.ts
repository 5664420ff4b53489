import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  boundBy,
  cancellation,
  cancelQuote,
  clockSlack,
  countsBack,
  defaultLadder,
  moveQuote,
  moving,
  momentOf,
  percentAt,
} from './changes.ts'

const hour = 3_600_000
const leavesAt = 1_000 * hour
const stands = { status: 'confirmed', leavesAt, boarded: false, choice: false } as const
const eur = (amount: number) => ({ amount, currency: 'EUR' })

test('[BK9] a booking is cancelled until its coach leaves, and not from then on', () => {
  expect(cancellation(stands, 'cancel', leavesAt - 1)).toEqual({ ok: true, value: 'cancel' })
  expect(cancellation(stands, 'cancel', leavesAt)).toMatchObject({ code: 'departed', data: { at: leavesAt } })
  expect(moving(stands, leavesAt)).toMatchObject({ code: 'departed' })
})

test('[BK9] a cancelled booking is cancelled again without a word, even after its coach has left', () => {
  expect(cancellation({ ...stands, status: 'cancelled' }, 'cancel', leavesAt + 1)).toEqual({
    ok: true,
    value: 'already',
  })
})

test('[BK9] who has boarded neither cancels nor moves', () => {
  expect(cancellation({ ...stands, boarded: true }, 'cancel', 0)).toMatchObject({ code: 'already-boarded' })
  expect(moving({ ...stands, boarded: true }, 0)).toMatchObject({ code: 'already-boarded' })
})

test('[BK20] of a booking that waits for its payment no part is cancelled, and it is not moved', () => {
  expect(cancellation({ ...stands, status: 'held' }, 'part', 0)).toMatchObject({ code: 'not-allowed' })
  expect(cancellation({ ...stands, status: 'held' }, 'cancel', 0)).toMatchObject({ ok: true })
  expect(moving({ ...stands, status: 'held' }, 0)).toMatchObject({ code: 'not-allowed' })
})

test('[BK27] who has a choice to make may cancel when the coach would have left', () => {
  expect(cancellation({ ...stands, choice: true }, 'cancel', leavesAt + hour)).toMatchObject({ ok: true })
})

test.each([
  [100, 0, 0],
  [72, 0, 0],
  [71, 10, 0],
  [24, 10, 0],
  [23, 25, 10],
  [2, 25, 10],
  [1, 50, 25],
  [0, 100, 100],
])('[BK19] %i h before departure %i % are kept of a cancellation and %i % of a move', (hours, cancel, move) => {
  const at = leavesAt - hours * hour
  expect(percentAt(defaultLadder, 'cancel', leavesAt, at).percent).toBe(cancel)
  expect(percentAt(defaultLadder, 'move', leavesAt, at).percent).toBe(move)
})

test('[BK19] the later, the dearer; and a quote holds to the last moment it names', () => {
  const span = 100 * hour
  fc.assert(
    fc.property(fc.integer({ min: 0, max: span }), fc.integer({ min: 0, max: span }), (a, b) => {
      const at = (before: number) => percentAt(defaultLadder, 'cancel', leavesAt, leavesAt - before)
      expect(at(Math.min(a, b)).percent).toBeGreaterThanOrEqual(at(Math.max(a, b)).percent)
      const { percent, until } = at(a)
      if (until === leavesAt) return
      expect(percentAt(defaultLadder, 'cancel', leavesAt, until).percent).toBe(percent)
      expect(percentAt(defaultLadder, 'cancel', leavesAt, until + 1).percent).toBeGreaterThan(percent)
    }),
  )
})

test('[BK19] no cent is lost: what those who cancel paid is the fee or given back, and their debt is struck', () => {
  const worth = fc.record({
    gross: fc.nat(200_000),
    owedShare: fc.nat(100),
    others: fc.nat(200_000),
    percent: fc.nat(100),
  })
  fc.assert(
    fc.property(worth, ({ gross, owedShare, others, percent }) => {
      const owed = Math.floor((gross * owedShare) / 100)
      const quote = cancelQuote({ gross, owed, due: owed + others, currency: 'EUR', percent, until: 0 })
      expect(quote.fee.amount + quote.back.amount + quote.struck.amount).toBe(gross)
      expect(quote.dueAfter.amount).toBe(others)
      for (const { amount } of [quote.fee, quote.back, quote.struck]) {
        expect(Number.isSafeInteger(amount) && amount >= 0).toBe(true)
      }
      if (owed === gross || percent === 0) expect(quote.fee.amount).toBe(0)
      if (owed === 0) expect(quote.fee.amount).toBe(Math.floor((gross * percent) / 100))
    }),
  )
})

test('[BK21] moving there and back by a free ladder costs nothing', () => {
  fc.assert(
    fc.property(fc.nat(50_000), fc.nat(50_000), fc.boolean(), fc.boolean(), (oldPrice, newPrice, onBoard, isPaid) => {
      const ask = { currency: 'EUR', percent: 0, until: 0, onBoard }
      const start = { paid: isPaid ? oldPrice : 0, due: isPaid ? 0 : oldPrice }
      const there = moveQuote({ ...ask, oldPrice, newPrice, due: start.due })
      const after = { paid: start.paid - there.back.amount, due: there.dueAfter.amount }
      expect(after.paid + after.due).toBe(newPrice)
      const home = moveQuote({ ...ask, oldPrice: newPrice, newPrice: oldPrice, due: after.due })
      expect(after.paid - home.back.amount + home.dueAfter.amount).toBe(oldPrice)
    }),
  )
})

test('[BK21] a move charges the difference and the fee on what was paid, or gives it back', () => {
  const ask = { oldPrice: 1000, due: 0, currency: 'EUR', percent: 10, until: 0, onBoard: false }
  expect(moveQuote({ ...ask, newPrice: 1500 })).toMatchObject({ fee: eur(100), back: eur(-600), dueAfter: eur(0) })
  expect(moveQuote({ ...ask, newPrice: 500 })).toMatchObject({ fee: eur(100), back: eur(400) })
  expect(moveQuote({ ...ask, newPrice: 1500, onBoard: true })).toMatchObject({ back: eur(0), dueAfter: eur(600) })
  const unpaid = { ...ask, due: 1000, onBoard: true }
  expect(moveQuote({ ...unpaid, newPrice: 700 })).toMatchObject({ fee: eur(0), back: eur(0), dueAfter: eur(700) })
})

test('[BK19] a worse step than quoted is refused with the new quote, a better one is taken', () => {
  const quote = (percent: number) => cancelQuote({ gross: 1000, owed: 0, due: 0, currency: 'EUR', percent, until: 0 })
  expect(boundBy(quote(25), { fee: eur(250) })).toMatchObject({ ok: true })
  expect(boundBy(quote(10), { fee: eur(250) })).toMatchObject({ ok: true, value: { fee: eur(100) } })
  expect(boundBy(quote(50), { fee: eur(250) })).toMatchObject({
    code: 'quote-changed',
    data: { quote: { fee: eur(500), back: eur(500), percent: 50 } },
  })
  expect(boundBy(quote(10), { fee: { amount: 5000, currency: 'JPY' } })).toMatchObject({ code: 'quote-changed' })
})

test('[BK19] who was shown no quote pays nothing, or is asked again', () => {
  const free = cancelQuote({ gross: 1000, owed: 1000, due: 1000, currency: 'EUR', percent: 50, until: 0 })
  expect(boundBy(free, undefined)).toMatchObject({ ok: true })
  const paid = cancelQuote({ gross: 1000, owed: 0, due: 0, currency: 'EUR', percent: 50, until: 0 })
  expect(boundBy(paid, undefined)).toMatchObject({ code: 'quote-changed' })
})

const now = 10_000 * hour
const made = { madeAt: now - hour, sentAt: now, now, last: { at: now - 3 * hour, behind: 0 }, boarded: false }

test('[BK22] an offline cancellation counts from when it was made, by the clock of the server', () => {
  expect(momentOf(made)).toBe(now - hour)
  // A clock that is two days slow, and was so at the last exchange, tells the same.
  const slow = 48 * hour
  const by = { madeAt: now - hour - slow, sentAt: now - slow, last: { at: now - 3 * hour, behind: slow } }
  expect(momentOf({ ...made, ...by })).toBe(now - hour)
})

test('[BK22] it counts from no earlier than the last exchange, and at most 12 hours back', () => {
  expect(momentOf({ ...made, madeAt: now - 5 * hour })).toBe(now - 3 * hour)
  const long = { madeAt: now - 20 * hour, last: { at: now - 40 * hour, behind: 0 } }
  expect(momentOf({ ...made, ...long })).toBe(now - countsBack)
})

test('[BK22] the moment of arrival counts for who has boarded, for a clock that jumped, and for an unknown device', () => {
  expect(momentOf({ ...made, boarded: true })).toBe(now)
  expect(momentOf({ ...made, last: null })).toBe(now)
  expect(momentOf({ ...made, last: { at: now - 3 * hour, behind: clockSlack + 1 } })).toBe(now)
  expect(momentOf({ ...made, madeAt: now + 1 })).toBe(now)
})

test('[BK22] whatever a phone says, the moment lies between its last exchange and now, and within 12 hours', () => {
  const instant = fc.integer({ min: 0, max: 2 * now })
  fc.assert(
    fc.property(instant, instant, fc.nat(40 * hour), fc.integer(), (madeAt, sentAt, ago, behind) => {
      const at = momentOf({ madeAt, sentAt, now, last: { at: now - ago, behind }, boarded: false })
      expect(at).toBeLessThanOrEqual(now)
      expect(at).toBeGreaterThanOrEqual(Math.max(now - ago, now - countsBack))
    }),
  )
})
