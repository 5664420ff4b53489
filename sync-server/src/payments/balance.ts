import type { Money } from 'shared/base/money.ts'
import type { Reader } from '../db/transact.ts'

export interface Wallet {
  /** One balance for each currency it ever had, by the currency's code. */
  readonly balances: readonly Money[]
  readonly points: number
}

/** What an account has in its wallet, and its points. */
export async function walletOf(_reader: Reader, _account: string): Promise<Wallet> {
  return { balances: [], points: 0 }
}
