import type { Day, ServiceTime } from '../../base/instants.ts'
import { minorDigits } from '../../base/money.ts'
import { zoneExists } from '../../base/time.ts'
import type { Code } from './codes.ts'

/** Readers of single cells, already trimmed. They answer null (or the code of the complaint) for what GTFS does not allow. */

/** `YYYYMMDD`, a real day of the Gregorian calendar. */
export function readDay(text: string): Day | null {
  if (!/^\d{8}$/.test(text)) return null
  const [year, month, date] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6))]
  if (year < 1900) return null
  const ms = Date.UTC(year, month - 1, date)
  const back = new Date(ms)
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === date ? ms / 86_400_000 : null
}

/** `H:MM:SS` to `HHH:MM:SS`; hours may pass 24. */
export function readTime(text: string): ServiceTime | null {
  const found = /^(\d{1,3}):([0-5]\d):([0-5]\d)$/.exec(text)
  return found ? Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3]) : null
}

export function readInteger(text: string): number | null {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : null
}

export function readDecimal(text: string): number | null {
  return /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?$/.test(text) ? Number(text) : null
}

const currencies = new Set(Intl.supportedValuesOf('currency'))

/** Whether ISO 4217 (as the platform knows it) has the three-letter code. */
export const isCurrency = (text: string): boolean => currencies.has(text)

/** Whether the platform knows the IANA time zone; bare offsets are none. */
export const isZone = (text: string): boolean => /^[A-Za-z]/.test(text) && zoneExists(text)

const digitsOf = new Map<string, number>()

/**
 * A price in whole minor units, read digit by digit: "9.0" EUR is 900, "9.005" EUR and "12.50" JPY are errors.
 * @param currency a known ISO 4217 code
 */
export function readPrice(text: string, currency: string): { minor: number } | { code: Code } {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!found) return { code: 'invalid_float' }
  if (found[1]) return { code: 'number_out_of_range' }
  const digits = digitsOf.get(currency) ?? minorDigits(currency)
  digitsOf.set(currency, digits)
  const fraction = (found[3] ?? '').replace(/0+$/, '')
  if (fraction.length > digits) return { code: 'invalid_currency_amount' }
  const minor = Number((found[2] ?? '') + fraction.padEnd(digits, '0'))
  return minor <= 1e12 ? { minor } : { code: 'number_out_of_range' }
}
