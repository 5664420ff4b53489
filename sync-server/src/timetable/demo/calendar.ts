import type { Day } from 'shared/base/instants.ts'
import { dayText, weekdayOf } from 'shared/base/time.ts'
import type { ServiceId } from './network.ts'

/** Calendars reach from two days before (night coaches on their way) to 366 days after the given date. */
export const coverage = (from: Day): { first: Day; last: Day } => ({ first: from - 2, last: from + 366 })

const weeks: Readonly<Record<Exclude<ServiceId, 'rush'>, string>> = {
  daily: '1111111',
  weekdays: '1111100',
  weekend: '0000011',
  'fri-sun': '0000101',
  nights: '1111111',
}

/** Public holidays of Lithuania with a fixed date, month and day. */
const holidays = ['0101', '0216', '0311', '0501', '0624', '0706', '0815', '1101', '1102', '1224', '1225', '1226']
/** Days on which everybody travels: extra coaches. */
const rushDays = [
  '0102',
  '0215',
  '0310',
  '0430',
  '0623',
  '0705',
  '0814',
  '1031',
  '1103',
  '1222',
  '1223',
  '1227',
  '1230',
]
/** Nobody drives through these nights. */
const stillNights = ['1224', '1231']

export function calendarRows(from: Day): string[] {
  const { first, last } = coverage(from)
  return Object.entries(weeks).map(([id, days]) => [id, ...days, dayText(first), dayText(last)].join())
}

/** Holidays run as weekends; rush days exist only here. */
export function exceptionRows(from: Day): string[] {
  const { first, last } = coverage(from)
  const rows: string[] = []
  for (let day = first; day <= last; day += 1) {
    const date = dayText(day)
    const inYear = date.slice(4)
    const add = (service: ServiceId, type: 1 | 2) => rows.push(`${service},${date},${type}`)
    if (holidays.includes(inYear) && weekdayOf(day) < 5) {
      add('weekdays', 2)
      add('weekend', 1)
    }
    if (stillNights.includes(inYear)) add('nights', 2)
    if (rushDays.includes(inYear) && weekdayOf(day) !== 5) add('rush', 1)
  }
  return rows
}
