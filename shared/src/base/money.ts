/** Whole minor units (cents; yen) with their ISO 4217 currency. Never a float, never without its currency. */
export interface Money {
  readonly amount: number
  readonly currency: string
}

export const money = (amount: number, currency: string): Money => ({ amount, currency })

/** @throws when the currencies differ: that is a bug, never an input error. */
export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new Error(`Cannot add ${a.currency} and ${b.currency}`)
  return money(a.amount + b.amount, a.currency)
}

export const times = (a: Money, n: number): Money => money(a.amount * n, a.currency)

/** Whole minor units in n parts that differ by one at most, the greater ones first; together they are the whole. */
export const split = (amount: number, n: number): number[] =>
  Array.from({ length: n }, (_, i) => Math.floor(amount / n) + (i < amount % n ? 1 : 0))

/** Digits after the point in a currency, by ISO 4217 as the platform's Intl knows it: EUR 2, JPY 0, KWD 3. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}
