import { type Money, times } from '../base/money.ts'
import { grant, refuse, type Result } from '../base/result.ts'

/** What a party pays: the fare of one, for each. */
export const quote = (fare: Money, passengers: number): Money => times(fare, passengers)

/** The price when the ceiling allows it; a ceiling in another currency allows nothing. Refusal: price-above-limit. */
export function withinCeiling(price: Money, ceiling: Money): Result<Money> {
  return price.currency === ceiling.currency && price.amount <= ceiling.amount
    ? grant(price)
    : refuse('price-above-limit', { price, limit: ceiling })
}
