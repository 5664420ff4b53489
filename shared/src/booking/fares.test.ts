import { expect, test } from 'vitest'
import { add, money } from '../base/money.ts'
import { quote, withinCeiling } from './fares.ts'

const eur = (amount: number) => money(amount, 'EUR')

test('[PY1] amounts of two currencies are never added', () => {
  expect(add(eur(1), eur(2))).toEqual(eur(3))
  expect(() => add(eur(1), money(1, 'JPY'))).toThrow('EUR and JPY')
})

test('[PY2] a party pays the fare of one, for each', () => {
  expect(quote(eur(735), 3)).toEqual(eur(2205))
})

test('[BK5] a price is taken up to the ceiling and not a cent beyond', () => {
  expect(withinCeiling(eur(500), eur(500))).toEqual({ ok: true, value: eur(500) })
  expect(withinCeiling(eur(501), eur(500))).toMatchObject({ ok: false, data: { price: eur(501), limit: eur(500) } })
})
