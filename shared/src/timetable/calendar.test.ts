import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayOfText, weekdayOf } from '../base/time.ts'
import { runsOn, spanOf, type Service } from './calendar.ts'

const base = dayOfText('2026-11-02') ?? 0
const days = fc.uniqueArray(fc.integer({ min: base - 5, max: base + 60 }), { maxLength: 8 })
const service = fc
  .record({
    weekdays: fc.integer({ min: 0, max: 127 }),
    length: fc.integer({ min: 0, max: 50 }),
    added: days,
    removed: days,
  })
  .map(({ weekdays, length, added, removed }): Service => {
    const gone = removed.filter((day) => !added.includes(day))
    return { weekdays, from: base, to: base + length, added: new Set(added), removed: new Set(gone) }
  })

const weekdayName = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' })

/** As GTFS says it, one day after the other, from the texts of its columns. */
function naive({ weekdays, from, to, added, removed }: Service, day: number): boolean {
  const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
  const row = new Map(names.map((name, i) => [name, (weekdays >> i) % 2 === 1]))
  const name = weekdayName.format(day * 86_400_000).toLowerCase()
  if ([...removed].some((gone) => gone === day)) return false
  return [...added].some((extra) => extra === day) || (from <= day && day <= to && row.get(name) === true)
}

test('[TT5] a service runs on the weekdays of its period, on days added, and not on days removed', () => {
  fc.assert(
    fc.property(service, (each) => {
      for (let day = base - 8; day < base + 65; day += 1) expect(runsOn(each, day)).toBe(naive(each, day))
    }),
  )
})

test('[TT5] its span is from the first to the last day on which it runs', () => {
  fc.assert(
    fc.property(service, (each) => {
      const running = Array.from({ length: 80 }, (_, i) => base - 8 + i).filter((day) => naive(each, day))
      const [first, last] = [running[0], running.at(-1)]
      expect(spanOf(each)).toEqual(first === undefined ? undefined : [first, last])
    }),
  )
})

test('[TT5] a service whose every running day was removed never runs, over years too', () => {
  const mondays = Array.from({ length: 150 }, (_, i) => base + 7 * i)
  expect(weekdayOf(base)).toBe(0)
  const each = { weekdays: 1, from: base, to: base + 7 * 150 - 1, added: new Set<number>(), removed: new Set(mondays) }
  expect(spanOf(each)).toBeUndefined()
  expect(spanOf({ ...each, to: base + 7 * 150 })).toEqual([base + 7 * 150, base + 7 * 150])
})
