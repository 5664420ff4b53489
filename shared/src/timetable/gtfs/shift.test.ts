import fc from 'fast-check'
import { expect, test } from 'vitest'
import { weekdayOf } from '../../base/time.ts'
import type { ServiceDraft } from './draft.ts'
import { busiestWeek, serviceDays, shiftOnto, spanOfDays } from './shift.ts'

const service = fc
  .record({
    weekdays: fc.nat(127),
    from: fc.integer({ min: 20_000, max: 20_060 }),
    length: fc.nat(40),
    exceptions: fc.array(fc.tuple(fc.integer({ min: 19_990, max: 20_120 }), fc.boolean()), { maxLength: 5 }),
    trips: fc.nat(4),
  })
  .map(({ weekdays, from, length, exceptions, trips }): ServiceDraft => {
    return { id: 's', weekdays, from, to: from + length, weekly: true, exceptions: new Map(exceptions), trips }
  })

/** Day by day, service by service. */
function naive(services: readonly ServiceDraft[], day: number): number {
  return services.reduce((sum, s) => {
    const weekly = day >= s.from && day <= s.to && ((s.weekdays >> weekdayOf(day)) & 1) === 1
    return sum + ((s.exceptions.get(day) ?? weekly) ? s.trips : 0)
  }, 0)
}

test('[TT55] trips are counted on each day as by asking each service about it', () => {
  fc.assert(
    fc.property(fc.array(service, { maxLength: 6 }), (services) => {
      const days = serviceDays(services)
      for (let day = 19_980; day < 20_140; day += 1)
        expect(days.trips[day - days.start] ?? 0).toBe(naive(services, day))
      const running = [...days.trips].flatMap((n, i) => (n > 0 ? [days.start + i] : []))
      expect(spanOfDays(days)).toEqual(running.length === 0 ? null : { from: running[0], to: running.at(-1) })
    }),
  )
})

test('[TT55] no week has more trips than the busiest, no earlier one as many, and it lands on the week of the day', () => {
  fc.assert(
    fc.property(
      fc.array(service, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 20_500, max: 21_000 }),
      (services, target) => {
        const days = serviceDays(services)
        const inWeek = (monday: number) =>
          [0, 1, 2, 3, 4, 5, 6].reduce((sum, d) => sum + naive(services, monday + d), 0)
        const busiest = busiestWeek(days)
        for (let monday = days.start; monday < days.start + days.trips.length; monday += 7)
          expect(inWeek(monday)).toBeLessThanOrEqual(inWeek(busiest) - (monday < busiest ? 1 : 0))
        const shift = shiftOnto(days, target)
        expect(Math.abs(shift % 7)).toBe(0)
        expect(busiest + shift).toBe(target - weekdayOf(target))
      },
    ),
  )
})

test('a calendar of eight thousand years is counted at once', () => {
  const [from, to] = [Date.UTC(1900, 0, 1) / 864e5, Date.UTC(9999, 11, 31) / 864e5]
  const days = serviceDays([{ id: 's', weekdays: 127, from, to, weekly: true, exceptions: new Map(), trips: 2 }])
  expect(spanOfDays(days)).toEqual({ from, to })
})
