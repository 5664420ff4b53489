import type { Day, Instant } from 'shared/base/instants.ts'
import { minorDigits, type Money } from 'shared/base/money.ts'
import { locale, words } from './words.ts'

/** Intl objects cost a hundred times their use: one of each kind is made and kept. */
function kept<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>()
  return (key) => {
    const found = made.get(key) ?? make(key)
    made.set(key, found)
    return found
  }
}

const clocks = kept(
  (zone) =>
    new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      ...(zone && { timeZone: zone }),
    }),
)
const dates = kept(
  (zone) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...(zone && { timeZone: zone }) }),
)
const currencies = kept(
  (currency) => new Intl.NumberFormat(locale, { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' }),
)
const day = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
const weekdayShort = day({ weekday: 'short' })
const month = day({ month: 'short' })
const dayMonth = day({ day: 'numeric', month: 'short' })
const dayMonthYear = day({ day: 'numeric', month: 'short', year: 'numeric' })
const plurals = new Intl.PluralRules(locale)
const lists = new Intl.ListFormat(locale, { type: 'conjunction' })

const ofDay = (d: Day): Date => new Date(d * 86_400_000)

/** "08:15", on the clock of `zone`, else of the phone. */
export const clockText = (at: Instant, zone = ''): string => clocks(zone).format(at)

/** "Tue" */
export const weekdayText = (d: Day): string => weekdayShort.format(ofDay(d))

/** "24" */
export const dayNumber = (d: Day): string => String(ofDay(d).getUTCDate())

/** "Nov" */
export const monthText = (d: Day): string => month.format(ofDay(d))

/** "24 Nov" */
export const shortDayText = (d: Day): string => dayMonth.format(ofDay(d))

/** "24 Nov", and its year when it is more than half a year from `today`. */
export const untilText = (d: Day, today: Day): string =>
  Math.abs(d - today) > 182 ? dayMonthYear.format(ofDay(d)) : shortDayText(d)

/** "Tue 24 Nov" */
export const dayText = (d: Day): string => `${weekdayText(d)} ${shortDayText(d)}`

/** "Tue 24 Nov 2026" */
export const longDayText = (d: Day): string => `${weekdayText(d)} ${dayMonthYear.format(ofDay(d))}`

/** "24 Nov", of an instant. */
export const dateText = (at: Instant, zone = ''): string => dates(zone).format(at)

/** "€22", "€22.50", "¥3,000" */
export const moneyText = ({ amount, currency }: Money): string =>
  currencies(currency).format(amount / 10 ** minorDigits(currency))

/** "3 h 50", "45 min", "2 h" */
export function durationText(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return words.common.minutes(rest)
  return rest === 0 ? words.common.hours(hours) : words.common.hoursMinutes(hours, rest)
}

/** "3 hours 50 minutes", for the ear. */
export function spokenDuration(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [hours > 0 && words.common.hoursSpoken(hours), (rest > 0 || hours === 0) && words.common.minutesSpoken(rest)]
    .filter(Boolean)
    .join(' ')
}

/** "just now", "6 min ago", "2 h ago", "20 Nov, 14:10" */
export function ageText(at: Instant, now: Instant): string {
  const minutes = Math.floor((now - at) / 60_000)
  if (minutes < 1) return words.common.justNow
  if (minutes < 60) return words.common.minutesAgo(minutes)
  if (minutes < 24 * 60) return words.common.hoursAgo(Math.floor(minutes / 60))
  return `${dateText(at)}, ${clockText(at)}`
}

/** How long something has lasted: "under 1 min", "9 min", "2 h", "3 days". */
export function spanText(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return words.common.underOneMinute
  if (minutes < 60) return words.common.minutes(minutes)
  if (minutes < 48 * 60) return words.common.hours(Math.floor(minutes / 60))
  return words.common.days(Math.floor(minutes / 1440))
}

/** The form of a word that goes with a number: "1 seat", "2 seats". */
export const count = (n: number, forms: { one: string; other: string }): string =>
  `${n} ${plurals.select(n) === 'one' ? forms.one : forms.other}`

/** "4C and 4D" */
export const listText = (items: readonly string[]): string => lists.format(items)

/** A booking reference as people read it: K7P QM4. */
export const referenceText = (reference: string): string => `${reference.slice(0, 3)} ${reference.slice(3)}`
