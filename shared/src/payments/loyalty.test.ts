import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money } from '../base/money.ts'
import { loyalty, partPayment, pointsEarned, worthOfPoint } from './loyalty.ts'

const currency = fc.constantFrom(...Object.keys(loyalty.worth))
const amount = fc.integer({ min: 0, max: 10_000_000 })

test("[PY13] three points in a hundred points' worth of fare, rounded down", () => {
  expect(pointsEarned(money(1000, 'EUR'))).toBe(30)
  expect(pointsEarned(money(1033, 'EUR'))).toBe(30)
  expect(pointsEarned(money(2000, 'JPY'))).toBe(30)
  expect(pointsEarned(money(1000, 'XAF'))).toBe(0)
})

test('[PY13] what points pay back of a fare is never more than its three hundredths, in any currency', () => {
  fc.assert(
    fc.property(currency, amount, (code, fare) => {
      const value = pointsEarned(money(fare, code)) * (worthOfPoint(code) ?? 0)
      expect(value * 100).toBeLessThanOrEqual(fare * loyalty.earnedPerHundred)
    }),
  )
})

test('[PY14] a price takes whole points up to half of it, and what is beyond stays with the person', () => {
  expect(partPayment(money(1000, 'EUR'), 200)).toEqual({ points: 200, value: 200 })
  expect(partPayment(money(1000, 'EUR'), 900)).toEqual({ points: 500, value: 500 })
  expect(partPayment(money(1000, 'PLN'), 900)).toEqual({ points: 125, value: 500 })
  expect(partPayment(money(1000, 'XAF'), 900)).toEqual({ points: 0, value: 0 })
  fc.assert(
    fc.property(currency, amount, fc.integer({ min: 0, max: 1e6 }), (code, price, offered) => {
      const { points, value } = partPayment(money(price, code), offered)
      expect(points).toBeLessThanOrEqual(offered)
      expect(value * 100).toBeLessThanOrEqual(price * loyalty.mostPercent)
      const more = value + (worthOfPoint(code) ?? 0)
      expect(points === offered || more * 100 > price * loyalty.mostPercent).toBe(true)
    }),
  )
})
