/** What happens to a payment with a test card of the local provider. */
export interface TestCard {
  readonly number: string
  readonly what: string
  /** The code with which it is declined. */
  readonly declined?: string
  /** How often the word that it was paid comes, and after how long. */
  readonly words: number
  readonly afterMs: number
  /** Less than was asked is taken: so many minor units. */
  readonly short?: number
  /** It takes nothing back. */
  readonly noRefunds?: true
}

const usual = { words: 1, afterMs: 500 }

/** Every number passes Luhn's check, as a form on the way here may ask for that. No number is a real card's. */
export const testCards: readonly TestCard[] = [
  { number: '4242424242424242', what: 'is paid', ...usual },
  { number: '4000000000000002', what: 'is declined', declined: 'card_declined', ...usual },
  { number: '4000000000009995', what: 'has too little on it', declined: 'insufficient_funds', ...usual },
  { number: '4000000000000408', what: 'is paid, and no word of it ever comes', words: 0, afterMs: 0 },
  { number: '4000000000000200', what: 'is paid, and the word comes three times', words: 3, afterMs: 500 },
  { number: '4000000000000903', what: 'is paid an hour later', words: 1, afterMs: 3_600_000 },
  { number: '4000000000000515', what: 'pays one minor unit less than was asked', ...usual, short: 1 },
  { number: '4000000000005126', what: 'is paid, and takes no refund', ...usual, noRefunds: true },
]

/** The test card of a number, blanks and hyphens left out; any other number is declined. */
export function testCard(number: string): TestCard {
  const digits = number.replaceAll(/[\s-]/g, '')
  const known = testCards.find((card) => card.number === digits)
  return known ?? { number: digits, what: 'is no test card', declined: 'incorrect_number', ...usual }
}
