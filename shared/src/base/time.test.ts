import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import {
  clockText,
  dayOfText,
  dayText,
  instantOf,
  isoDay,
  isoText,
  localDay,
  offsetOf,
  weekdayOf,
  zoneExists,
} from './time.ts'

const zones = [
  'Europe/Vilnius',
  'Europe/Lisbon',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Asia/Manila',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'UTC',
]
const zone = fc.constantFrom(...zones)
const day = fc.integer({ min: 12_000, max: 25_000 })
const seconds = fc.integer({ min: 0, max: 168 * 3600 })
const instant = fc.integer({ min: 1.0e12, max: 2.1e12 })

const plain = (n: number): Temporal.PlainDate => Temporal.PlainDate.from('1970-01-01').add({ days: n })
const zoned = (at: number, tz: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(tz)
const hours = (h: number, m = 0): number => h * 3600 + m * 60
const dayNumber = (text: string): number => dayOfText(text) ?? Number.NaN

describe('[TT1] times count from noon minus 12 h of the service date in the agency zone', () => {
  test('as temporal-polyfill reckons them, in every zone, also past 24:00', () => {
    fc.assert(
      fc.property(day, seconds, zone, (d, t, tz) => {
        const noon = plain(d).toZonedDateTime({ timeZone: tz, plainTime: '12:00' })
        expect(instantOf(d, t, tz)).toBe(noon.epochMilliseconds - 12 * 3_600_000 + t * 1000)
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['2026-03-29', hours(0, 15), '2026-03-28T23:15:00+02:00'],
    ['2026-03-29', hours(3, 30), '2026-03-29T02:30:00+02:00'],
    ['2026-03-29', hours(4, 30), '2026-03-29T04:30:00+03:00'],
    ['2026-03-28', hours(26, 30), '2026-03-29T02:30:00+02:00'],
    ['2026-10-25', hours(0, 15), '2026-10-25T01:15:00+03:00'],
    ['2026-10-25', hours(3, 30), '2026-10-25T03:30:00+02:00'],
    ['2026-10-24', hours(26, 30), '2026-10-25T02:30:00+03:00'],
    ['2026-11-24', hours(26, 30), '2026-11-25T02:30:00+02:00'],
  ])('a coach of %s at %i s after its midnight stands in Vilnius at %s', (date, time, wanted) => {
    expect(isoText(instantOf(dayNumber(date), time, 'Europe/Vilnius'), 'Europe/Vilnius')).toBe(wanted)
  })
})

describe('clocks on the wall', () => {
  test('the local day and the offset are those of temporal-polyfill', () => {
    fc.assert(
      fc.property(instant, zone, (at, tz) => {
        const there = zoned(at, tz)
        expect(offsetOf(at, tz)).toBe(there.offsetNanoseconds / 1e6)
        expect(isoDay(localDay(at, tz))).toBe(there.toPlainDate().toString())
        expect(clockText(at, tz)).toBe(there.toPlainTime().toString().slice(0, 5))
      }),
      { numRuns: 1000 },
    )
  })

  test('an instant written with its offset reads back as the same instant', () => {
    fc.assert(
      fc.property(instant, zone, (at, tz) => {
        const second = Math.floor(at / 1000) * 1000
        expect(Date.parse(isoText(second, tz))).toBe(second)
      }),
    )
  })

  test('around the two changes of the year every minute reads as temporal-polyfill reads it', () => {
    for (const tz of ['Europe/Vilnius', 'Australia/Lord_Howe', 'Africa/Cairo']) {
      let at: Temporal.ZonedDateTime | null = zoned(Date.UTC(2026, 0, 1), tz)
      for (let change = 0; change < 2; change += 1) {
        at = at?.getTimeZoneTransition('next') ?? null
        const turn = at?.epochMilliseconds ?? Number.NaN
        for (let minute = -90; minute <= 90; minute += 1) {
          const then = turn + minute * 60_000
          expect(clockText(then, tz)).toBe(zoned(then, tz).toPlainTime().toString().slice(0, 5))
        }
      }
    }
  })
})

describe('days', () => {
  test('are read with and without hyphens and written as GTFS and ISO do', () => {
    expect(dayOfText('2026-11-24')).toBe(dayOfText('20261124'))
    fc.assert(
      fc.property(day, (d) => {
        expect(isoDay(d)).toBe(plain(d).toString())
        expect(dayOfText(isoDay(d))).toBe(d)
        expect(dayOfText(dayText(d))).toBe(d)
        expect(weekdayOf(d)).toBe(plain(d).dayOfWeek - 1)
      }),
    )
  })

  test.each(['20260229', '20261301', '2026-11-31', '20261', '', 'tomorrow', '2026-1124x'])('%j is no day', (text) => {
    expect(dayOfText(text)).toBeUndefined()
  })
})

test('a zone the platform does not know is told apart', () => {
  expect(zoneExists('Europe/Vilnius')).toBe(true)
  expect(zoneExists('Europe/Atlantis')).toBe(false)
  expect(zoneExists('')).toBe(false)
})
