import type { Money } from 'shared/base/money.ts'

/**
 * Where the smallest unit of Stripe is another than that of ISO 4217: so many of Stripe's make one of ours.
 * Source: docs.stripe.com/currencies, "zero-decimal currencies" and "special cases".
 */
const factors: Readonly<Record<string, number>> = { ISK: 100, UGX: 100, MGA: 0.01 }
/** Three digits after the point in ISO 4217, of which Stripe wants the last to be zero. */
const wholeTens = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND'])

/** An amount in Stripe's units; undefined when Stripe has no such amount. */
export function toStripe({ amount, currency }: Money): number | undefined {
  const units = amount * (factors[currency] ?? 1)
  if (amount <= 0 || !Number.isSafeInteger(Math.round(units)) || Math.abs(units - Math.round(units)) > 1e-9) {
    return undefined
  }
  if (wholeTens.has(currency) && amount % 10 !== 0) return undefined
  return Math.round(units)
}

/** An amount that Stripe names, `eur` and all, as ours. */
export function fromStripe(units: number, code: string): Money {
  const currency = code.toUpperCase()
  return { amount: Math.round(units / (factors[currency] ?? 1)), currency }
}
