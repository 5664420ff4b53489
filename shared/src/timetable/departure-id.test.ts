import fc from 'fast-check'
import { expect, test } from 'vitest'
import { departureId } from '../base/ids.ts'
import { dayOfText } from '../base/time.ts'
import { departureIdOf, parseDepartureId } from './departure-id.ts'

const day = dayOfText('20261124') ?? 0

test('[TT2] a departure is named by its trip, its service date and, for a run of a frequency, its start', () => {
  expect(departureIdOf('demo:N7', day)).toBe('demo:N7@20261124')
  expect(departureIdOf('demo:N7', day, 6 * 3600 + 30 * 60)).toBe('demo:N7@20261124T063000')
  expect(departureIdOf('demo:N7', day, 26 * 3600 + 61)).toBe('demo:N7@20261124T260101')
  expect(departureIdOf('demo:N7', day, 101 * 3600)).toBe('demo:N7@20261124T1010000')
})

test('[TT2] a departure id is parsed from the right, whatever the trip is called', () => {
  for (const trip of [
    'a:007',
    'a:7',
    'a:x@20200101',
    'a:x@20200101T010101',
    'a:b:c',
    'a:Vilnius, 8 h@',
    'a:__proto__',
  ]) {
    expect(parseDepartureId(departureIdOf(trip, day))).toEqual({ trip, day })
    expect(parseDepartureId(departureIdOf(trip, day, 90_061))).toEqual({ trip, day, start: 90_061 })
  }
})

test('[TT2] every id that is made is read back and passes the schema', () => {
  const trip = fc
    .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
    .filter((id) => !/[\u0000-\u001f\n\u2028\u2029]/.test(id))
  fc.assert(
    fc.property(
      trip,
      fc.integer({ min: 0, max: 40_000 }),
      fc.option(fc.integer({ min: 0, max: 604_800 })),
      (id, d, start) => {
        const name = start === null ? { trip: `f:${id}`, day: d } : { trip: `f:${id}`, day: d, start }
        const made = departureIdOf(name.trip, name.day, name.start)
        expect(parseDepartureId(made)).toEqual(name)
        expect(departureId.safeParse(made).success).toBe(true)
      },
    ),
  )
})

test.each([
  '',
  'a:b',
  'a:b@2026112',
  'a:b@20261341',
  '@20261124',
  'a:b@20261124T0630',
  'a:b@20261124T066000',
  'a:b@20261124T06300099',
])('%j is no departure id', (text) => {
  expect(parseDepartureId(text)).toBeUndefined()
})
