import type { Money } from '../base/money.ts'

/** Loyalty points are a currency of their own: whole points, in the code that ISO 4217 leaves free. */
export const pointsCurrency = 'PTS'

interface Kind {
  /** What the text behind the colon of its accounts names. */
  readonly of: 'account' | 'agency' | 'provider' | 'house'
  /** Credit: what we owe or have earned, a balance above zero. Debit: what we hold or have spent, below zero. */
  readonly side: 'credit' | 'debit'
  /** It may never pass zero to the other side: the database refuses it, too. Only accounts of side credit can be. */
  readonly strict: boolean
}

/**
 * The chart of accounts. An account is `<kind>:<whose>`; it has one balance for each currency: what flowed in less what
 * flowed out. Nothing enters or leaves the ledger, so all balances of a currency together are zero.
 */
export const chart = {
  /** Money of a person that we keep for them. */
  wallet: { of: 'account', side: 'credit', strict: true },
  /** Points of a person. */
  points: { of: 'account', side: 'credit', strict: true },
  /** Fares of an agency, recognised when they are paid, each posting for one booking. */
  revenue: { of: 'agency', side: 'credit', strict: false },
  /** What an agency kept of fares given back. */
  fees: { of: 'agency', side: 'credit', strict: true },
  /** Cash in the hands of a conductor. It passes zero when cash is given back that was handed over before. */
  cash: { of: 'account', side: 'debit', strict: false },
  /** Cash that conductors handed over to their agency. */
  till: { of: 'agency', side: 'debit', strict: false },
  /** Money at a card provider. */
  clearing: { of: 'provider', side: 'debit', strict: false },
  /** Money that is on its way back to cards. */
  refunds: { of: 'provider', side: 'credit', strict: true },
  /** Money that came to a provider in another amount or currency than was asked: a person settles it. */
  unmatched: { of: 'provider', side: 'credit', strict: true },
  /** Money that providers paid out. */
  bank: { of: 'house', side: 'debit', strict: false },
  /** Money given away. */
  promotion: { of: 'house', side: 'debit', strict: false },
  /** Fares that were paid with points. */
  loyalty: { of: 'house', side: 'debit', strict: false },
  /** Points in the hands of people. */
  issued: { of: 'house', side: 'debit', strict: false },
} as const satisfies Readonly<Record<string, Kind>>

export type AccountKind = keyof typeof chart
export type LedgerAccount = `${AccountKind}:${string}`

/** Money that goes from one account to another: whole minor units above zero. What leaves one enters the other. */
export interface Transfer {
  readonly from: LedgerAccount
  readonly to: LedgerAccount
  readonly money: Money
}

export const postingKinds = [
  'charge',
  'cash',
  'cash-undone',
  'handed-over',
  'refund',
  'fee',
  'capture',
  'card-refunded',
  'card-refund-failed',
  'top-up',
  'payout',
  'gift',
  'points-spent',
  'points-returned',
  'points-earned',
  'points-withdrawn',
] as const
export type PostingKind = (typeof postingKinds)[number]

/** Transfers that happen together, once: the key is theirs from birth (`booking:<id>:charge`). */
export interface Posting {
  readonly key: string
  readonly kind: PostingKind
  readonly transfers: readonly Transfer[]
  readonly booking?: string | undefined
  readonly agency?: string | undefined
  readonly payment?: string | undefined
}

/** The kind of an account by its name. */
export function kindOf(account: LedgerAccount): AccountKind {
  const kind = account.slice(0, account.indexOf(':'))
  if (!isKind(kind)) throw new Error(`${account} is in no chart`)
  return kind
}

const isKind = (text: string): text is AccountKind => Object.hasOwn(chart, text)

/** Whose an account is: the text behind the kind. */
export const ownerOf = (account: LedgerAccount): string => account.slice(account.indexOf(':') + 1)
