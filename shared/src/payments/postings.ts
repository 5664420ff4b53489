import { type Money, money } from '../base/money.ts'
import { type LedgerAccount, type Posting, pointsCurrency, type Transfer } from './ledger.ts'

/** For which booking, of whom, with whom. */
export interface Sale {
  readonly booking: string
  readonly account: string
  readonly agency: string
}

const wallet = (account: string): LedgerAccount => `wallet:${account}`
const points = (account: string): LedgerAccount => `points:${account}`
const revenue = (agency: string): LedgerAccount => `revenue:${agency}`
const house = 'wayfare'

/** A transfer of nothing is none. */
const move = (from: LedgerAccount, to: LedgerAccount, sum: Money): Transfer[] =>
  sum.amount === 0 ? [] : [{ from, to, money: sum }]
const moveMinor = (from: LedgerAccount, to: LedgerAccount, amount: number, currency: string): Transfer[] =>
  move(from, to, money(amount, currency))
const movePoints = (from: LedgerAccount, to: LedgerAccount, count: number): Transfer[] =>
  moveMinor(from, to, count, pointsCurrency)

const about = ({ booking, agency }: Sale) => ({ booking, agency })

/** A fare from the wallet. */
export const chargeFromWallet = (key: string, sale: Sale, fare: Money): Posting => ({
  key,
  kind: 'charge',
  transfers: move(wallet(sale.account), revenue(sale.agency), fare),
  ...about(sale),
})

/** Points as part payment: the points are taken in, and the house pays the agency what they are worth. */
export const pointsSpent = (key: string, sale: Sale, spent: { points: number; value: Money }): Posting => ({
  key,
  kind: 'points-spent',
  transfers: [
    ...movePoints(points(sale.account), `issued:${house}`, spent.points),
    ...move(`loyalty:${house}`, revenue(sale.agency), spent.value),
  ],
  ...about(sale),
})

/** Points that were spent come back, and with them what the house paid. */
export const pointsReturned = (key: string, sale: Sale, back: { points: number; value: Money }): Posting => ({
  key,
  kind: 'points-returned',
  transfers: [
    ...movePoints(`issued:${house}`, points(sale.account), back.points),
    ...move(revenue(sale.agency), `loyalty:${house}`, back.value),
  ],
  ...about(sale),
})

export const pointsEarnedBy = (key: string, sale: Sale, count: number): Posting => ({
  key,
  kind: 'points-earned',
  transfers: movePoints(`issued:${house}`, points(sale.account), count),
  ...about(sale),
})

export const pointsWithdrawn = (key: string, sale: Sale, count: number): Posting => ({
  key,
  kind: 'points-withdrawn',
  transfers: movePoints(points(sale.account), `issued:${house}`, count),
  ...about(sale),
})

/** Where cash was taken: a ticket that nobody knows has no booking. */
export interface OnBoard {
  readonly booking: string | undefined
  readonly agency: string
  readonly conductor: string
}

/** A fare in cash, now in the conductor's hands. */
export const cashOnBoard = (key: string, sale: OnBoard, fare: Money): Posting => ({
  key,
  kind: 'cash',
  transfers: move(`cash:${sale.conductor}`, revenue(sale.agency), fare),
  booking: sale.booking,
  agency: sale.agency,
})

/** The conductor gave it back. */
export const cashGivenBack = (key: string, sale: OnBoard, fare: Money): Posting => ({
  key,
  kind: 'cash-undone',
  transfers: move(revenue(sale.agency), `cash:${sale.conductor}`, fare),
  booking: sale.booking,
  agency: sale.agency,
})

/** A conductor gave cash to the agency. */
export const cashHandedOver = (key: string, of: { agency: string; conductor: string }, sum: Money): Posting => ({
  key,
  kind: 'handed-over',
  transfers: move(`till:${of.agency}`, `cash:${of.conductor}`, sum),
  agency: of.agency,
})

/** A provider paid out what it had for us. */
export const paidOut = (key: string, provider: string, sum: Money): Posting => ({
  key,
  kind: 'payout',
  transfers: move(`bank:${house}`, `clearing:${provider}`, sum),
})

export interface AtProvider {
  readonly provider: string
  readonly payment: string
}

/** A fare by card, now at the provider. */
export const cardCaptured = (sale: Sale, { provider, payment }: AtProvider, fare: Money): Posting => ({
  key: `payment:${payment}:capture`,
  kind: 'capture',
  transfers: move(`clearing:${provider}`, revenue(sale.agency), fare),
  payment,
  ...about(sale),
})

/** Money came by card for what is gone: it goes straight back. */
export const capturedTooLate = ({ provider, payment }: AtProvider, sum: Money): Posting => ({
  key: `payment:${payment}:capture`,
  kind: 'capture',
  transfers: move(`clearing:${provider}`, `refunds:${provider}`, sum),
  payment,
})

/** Other money came than was asked. */
export const capturedUnmatched = ({ provider, payment }: AtProvider, sum: Money): Posting => ({
  key: `payment:${payment}:capture`,
  kind: 'capture',
  transfers: move(`clearing:${provider}`, `unmatched:${provider}`, sum),
  payment,
})

/** Money by card into the wallet. */
export const topUp = (account: string, { provider, payment }: AtProvider, sum: Money): Posting => ({
  key: `payment:${payment}:capture`,
  kind: 'top-up',
  transfers: move(`clearing:${provider}`, wallet(account), sum),
  payment,
})

export interface GivenBack {
  readonly currency: string
  /** Minor units. */
  readonly toWallet: number
  readonly toCards: readonly { readonly provider: string; readonly amount: number }[]
  readonly kept: number
}

/** A fare goes back to wallet and cards; the agency keeps its fee. */
export const refunded = (key: string, sale: Sale, { currency, toWallet, toCards, kept }: GivenBack): Posting => ({
  key,
  kind: 'refund',
  transfers: [
    ...moveMinor(revenue(sale.agency), wallet(sale.account), toWallet, currency),
    ...toCards.flatMap(({ provider, amount }) =>
      moveMinor(revenue(sale.agency), `refunds:${provider}`, amount, currency),
    ),
    ...moveMinor(revenue(sale.agency), `fees:${sale.agency}`, kept, currency),
  ],
  ...about(sale),
})

/** The agency keeps a fee of what was paid; nothing goes back. */
export const feeKept = (key: string, sale: Sale, fee: Money): Posting => ({
  key,
  kind: 'fee',
  transfers: move(revenue(sale.agency), `fees:${sale.agency}`, fee),
  ...about(sale),
})

/** The provider gave it back to the card. */
export const cardRefunded = (refund: string, { provider, payment }: AtProvider, sum: Money): Posting => ({
  key: `refund:${refund}`,
  kind: 'card-refunded',
  transfers: move(`refunds:${provider}`, `clearing:${provider}`, sum),
  payment,
})

/** The card takes nothing back: the person has it in the wallet. */
export const cardRefundFailed = (
  refund: string,
  { provider, payment, account }: AtProvider & { account: string },
  sum: Money,
): Posting => ({
  key: `refund:${refund}`,
  kind: 'card-refund-failed',
  transfers: move(`refunds:${provider}`, wallet(account), sum),
  payment,
})

export const gift = (key: string, account: string, sum: Money): Posting => ({
  key,
  kind: 'gift',
  transfers: move(`promotion:${house}`, wallet(account), sum),
})
