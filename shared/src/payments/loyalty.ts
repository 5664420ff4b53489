import type { Money } from '../base/money.ts'

/** What a point pays, in minor units: about a euro cent everywhere. A currency that is not here knows no points. */
const worth: Readonly<Record<string, number>> = {
  EUR: 1,
  USD: 1,
  GBP: 1,
  CHF: 1,
  CAD: 1,
  AUD: 2,
  PLN: 4,
  RON: 5,
  BRL: 6,
  DKK: 7,
  SEK: 11,
  NOK: 11,
  MXN: 20,
  CZK: 25,
  TRY: 40,
  PHP: 60,
  INR: 100,
  HUF: 400,
  JPY: 2,
  KRW: 15,
}

/** The one table of the rules of loyalty. */
export const loyalty = {
  /** Points for a fare that would cost a hundred points. */
  earnedPerHundred: 3,
  /** At most so many hundredths of a price are paid with points. */
  mostPercent: 50,
  /** Minor units that one point pays, by currency. */
  worth,
} as const

/** Minor units of a currency that one point pays; undefined where points are not known. */
export const worthOfPoint = (currency: string): number | undefined =>
  Object.hasOwn(loyalty.worth, currency) ? loyalty.worth[currency] : undefined

/** Points for money that was paid for a ride, whole points rounded down; what points paid earns none. */
export function pointsEarned(paid: Money): number {
  const value = worthOfPoint(paid.currency)
  if (value === undefined || paid.amount <= 0) return 0
  return Math.floor((paid.amount * loyalty.earnedPerHundred) / (100 * value))
}

export interface PartPayment {
  /** Whole points that are used. */
  readonly points: number
  /** Minor units they pay. */
  readonly value: number
}

/**
 * How many of the points offered a price takes: whole points, at most half of the price. What is beyond stays with the
 * person.
 */
export function partPayment(price: Money, offered: number): PartPayment {
  const value = worthOfPoint(price.currency)
  if (value === undefined) return { points: 0, value: 0 }
  const most = Math.floor((price.amount * loyalty.mostPercent) / 100 / value)
  const points = Math.max(0, Math.min(Math.floor(offered), most))
  return { points, value: points * value }
}
