import { type Money, money } from 'shared/base/money.ts'
import { grant, refuse, type Result } from 'shared/base/result.ts'
import { paidOut } from 'shared/payments/postings.ts'
import type { Tx } from '../db/transact.ts'
import { lineOf } from './cash-store.ts'
import { balanceOf } from './ledger-store.ts'
import { mustPost } from './post.ts'

export interface Payout {
  readonly provider: 'local' | 'stripe'
  /** The provider's own name of it: told twice it is one. */
  readonly reference: string
  readonly amount: Money
}

/**
 * A provider paid out to the bank. @returns what it still has for us.
 * Refusals: no-money (it has less, as far as we know: with what it has), already-used (of another amount before).
 */
export async function payOut(tx: Tx, { provider, reference, amount }: Payout): Promise<Result<Money>> {
  const { currency } = amount
  const account = `clearing:${provider}` as const
  const has = async () => money(0 - Number((await tx.get(balanceOf, { account, currency }))?.balance ?? 0), currency)
  const key = `payout:${provider}:${reference}`
  const before = await tx.get(lineOf, { posting: key })
  if (before) {
    const same = before.amount === amount.amount && before.currency === currency
    return same ? grant(await has()) : refuse('already-used')
  }
  const limit = await has()
  if (amount.amount > limit.amount) {
    return refuse('no-money', { price: amount, limit, missing: money(amount.amount - limit.amount, currency) })
  }
  await mustPost(tx, paidOut(key, provider, amount))
  return grant(await has())
}
