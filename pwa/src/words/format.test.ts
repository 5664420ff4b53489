import { dayOfText } from 'shared/base/time.ts'
import { describe, expect, test } from 'vitest'
import {
  ageText,
  clockText,
  dayText,
  durationText,
  listText,
  longDayText,
  moneyText,
  spanText,
  spokenDuration,
  untilText,
} from './format.ts'

const at = Date.parse('2026-11-24T06:15:00Z')
const minute = 60_000
const day = dayOfText('2026-11-24') ?? 0

describe('times in words', () => {
  test('a clock shows the 24 hours of the place, whatever the phone reads', () => {
    expect(clockText(at, 'Europe/Vilnius')).toBe('08:15')
    expect(clockText(at, 'Europe/Warsaw')).toBe('07:15')
    expect(clockText(Date.parse('2026-11-24T22:00:00Z'), 'Europe/Vilnius')).toBe('00:00')
  })

  test('a day names its weekday before its number', () => {
    expect(dayText(day)).toBe('Tue 24 Nov')
    expect(longDayText(day)).toBe('Tue 24 Nov 2026')
    expect(untilText(day + 18, day)).toBe('12 Dec')
    expect(untilText(day + 364, day)).toBe('23 Nov 2027')
  })

  test('a ride of whole hours has no minutes, a short one no hours', () => {
    expect(durationText(230)).toBe('3 h 50')
    expect(durationText(125)).toBe('2 h 05')
    expect(durationText(120)).toBe('2 h')
    expect(durationText(45)).toBe('45 min')
    expect(spokenDuration(230)).toBe('3 hours 50 minutes')
    expect(spokenDuration(61)).toBe('1 hour 1 minute')
    expect(spokenDuration(0)).toBe('0 minutes')
  })

  test('an age is told in the largest whole unit, and as a date after a day', () => {
    expect(ageText(at, at + 59_000)).toBe('just now')
    expect(ageText(at, at + 6 * minute)).toBe('6 min ago')
    expect(ageText(at, at + 59 * minute)).toBe('59 min ago')
    expect(ageText(at, at + 119 * minute)).toBe('1 h ago')
    expect(ageText(at, at + 30 * 60 * minute)).toMatch(/^24 Nov, \d\d:\d\d$/)
  })

  test('a span is never nothing', () => {
    expect(spanText(59_000)).toBe('under 1 min')
    expect(spanText(minute)).toBe('1 min')
    expect(spanText(9 * minute)).toBe('9 min')
    expect(spanText(3 * 60 * minute)).toBe('3 h')
    expect(spanText(72 * 60 * minute)).toBe('3 days')
  })
})

describe('amounts in words', () => {
  test('whole euros have no cents, yen never have any, dinars have three', () => {
    expect(moneyText({ amount: 2200, currency: 'EUR' })).toBe('€22')
    expect(moneyText({ amount: 2250, currency: 'EUR' })).toBe('€22.50')
    expect(moneyText({ amount: 3000, currency: 'JPY' })).toBe('JP¥3,000')
    expect(moneyText({ amount: 1500, currency: 'KWD' }).replace(/\s/g, ' ')).toBe('KWD 1.500')
  })

  test('seats are listed with an "and" before the last', () => {
    expect(listText(['4C'])).toBe('4C')
    expect(listText(['4C', '4D'])).toBe('4C and 4D')
    expect(listText(['4A', '4B', '4C'])).toBe('4A, 4B and 4C')
  })
})
