import { type Money, money } from 'shared/base/money.ts'
import { pointsCurrency } from 'shared/payments/ledger.ts'
import type { Reader } from '../db/transact.ts'
import { balancesOf } from './ledger-store.ts'

export interface Wallet {
  /** One balance for each currency it ever had, by the currency's code. */
  readonly balances: readonly Money[]
  readonly points: number
}

/** What an account has in its wallet, and its points. */
export async function walletOf(reader: Reader, account: string): Promise<Wallet> {
  const rows = await reader.all(balancesOf, { account: `wallet:${account}` })
  const points = await reader.all(balancesOf, { account: `points:${account}` })
  return {
    balances: rows.map(({ balance, currency }) => money(balance, currency)),
    points: points.find(({ currency }) => currency === pointsCurrency)?.balance ?? 0,
  }
}
