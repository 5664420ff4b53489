import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCurrency, isZone, readDay, readDecimal, readInteger, readPrice, readTime } from './cells.ts'

const two = (n: number) => String(n).padStart(2, '0')

test('[TT50] a price is read digit by digit in the minor unit of its currency', () => {
  expect(readPrice('9.0', 'EUR')).toEqual({ minor: 900 })
  expect(readPrice('9', 'EUR')).toEqual({ minor: 900 })
  expect(readPrice('0.1', 'EUR')).toEqual({ minor: 10 })
  expect(readPrice('1.15', 'EUR')).toEqual({ minor: 115 })
  expect(readPrice('3.750', 'USD')).toEqual({ minor: 375 })
  expect(readPrice('1250', 'JPY')).toEqual({ minor: 1250 })
  expect(readPrice('1.234', 'KWD')).toEqual({ minor: 1234 })
})

test('[TT50] a price with more decimals than its currency, a comma or a sign is an error', () => {
  expect(readPrice('12.50', 'JPY')).toEqual({ code: 'invalid_currency_amount' })
  expect(readPrice('9.005', 'EUR')).toEqual({ code: 'invalid_currency_amount' })
  expect(readPrice('-1', 'EUR')).toEqual({ code: 'number_out_of_range' })
  expect(readPrice('99999999999999', 'EUR')).toEqual({ code: 'number_out_of_range' })
  for (const text of ['9,00', '', '9.', '.5', '1e3', '€9', '9 0', '0x10', 'NaN', 'Infinity'])
    expect(readPrice(text, 'EUR')).toEqual({ code: 'invalid_float' })
})

test('[TT50] every amount of minor units survives being written as a price and read again', () => {
  const digits = { EUR: 2, JPY: 0, KWD: 3 }
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e9 }),
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      fc.nat(3),
      (minor, currency, zeros) => {
        const unit = digits[currency]
        const whole = String(minor).padStart(unit + 1, '0')
        const point = whole.length - unit
        const text = unit === 0 ? whole : `${whole.slice(0, point)}.${whole.slice(point)}${'0'.repeat(zeros)}`
        expect(readPrice(text, currency)).toEqual({ minor })
      },
    ),
  )
})

test('a time is read whatever its hours', () => {
  fc.assert(
    fc.property(fc.nat(999), fc.nat(59), fc.nat(59), (h, m, s) => {
      expect(readTime(`${two(h)}:${two(m)}:${two(s)}`)).toBe(h * 3600 + m * 60 + s)
    }),
  )
  expect(readTime('7:33:00')).toBe(27_180)
  for (const text of ['24:60:00', '1:2:3', '08:00', '08:00:60', '-1:00:00', '1000:00:00', '8h00', '08.00.00', ''])
    expect(readTime(text)).toBeNull()
})

test('a day is read exactly when the calendar has it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1900, max: 9999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
      (y, m, d) => {
        const last = new Date(Date.UTC(y, m, 0)).getUTCDate()
        const exists = m >= 1 && m <= 12 && d >= 1 && d <= last
        expect(readDay(`${y}${two(m)}${two(d)}`)).toBe(exists ? Date.UTC(y, m - 1, d) / 86_400_000 : null)
      },
    ),
  )
  for (const text of ['20240231', '2024-02-03', '240203', '20240203 ', '18991231']) expect(readDay(text)).toBeNull()
})

test('numbers are read whole or not at all', () => {
  expect(readInteger('007')).toBe(7)
  expect(readInteger('1.0')).toBeNull()
  expect(readInteger('9'.repeat(16))).toBeNull()
  expect(readDecimal('-0.5')).toBe(-0.5)
  expect(readDecimal('.5')).toBe(0.5)
  expect(readDecimal('2.49e1')).toBe(24.9)
  for (const text of ['1,5', 'NaN', '0x1', '1 ', '--1', '']) expect(readDecimal(text)).toBeNull()
})

test('currencies and zones are those of the platform', () => {
  expect(isCurrency('EUR')).toBe(true)
  expect(isCurrency('ZZQ')).toBe(false)
  expect(isCurrency('eur')).toBe(false)
  expect(isZone('Asia/Nicosia')).toBe(true)
  expect(isZone('+02:00')).toBe(false)
  expect(isZone('Europe/Nowhere')).toBe(false)
})
