import type { Money } from 'shared/base/money.ts'
import { money } from 'shared/base/money.ts'
import { must } from 'shared/base/result.ts'
import { grant, refuse, type Result } from 'shared/base/result.ts'
import { ownerOf } from 'shared/payments/ledger.ts'
import { cashHandedOver } from 'shared/payments/postings.ts'
import type { Reader, Tx } from '../db/transact.ts'
import { cashAccounts, handedOverTo, type HandOverRow, heldFor, lineOf } from './cash-store.ts'
import { mustPost } from './post.ts'

/** Cash that a conductor gave to the agency's till. */
export interface HandOver {
  readonly id: string
  readonly agency: string
  readonly conductor: string
  readonly amount: Money
  /** The operator who took it, and when. */
  readonly by: string
  readonly at: number
}

export interface HandOverAsk extends Omit<HandOver, 'at'> {}

/** Who took it is part of its key: the ledger has no other place for it, and it never changes. */
const keyOf = ({ id, by }: Pick<HandOver, 'id' | 'by'>): string => `handed-over:${by}:${id}`

function handOverOf({ posting, source, target, amount, currency, at }: HandOverRow): HandOver {
  const [, by = '', id = ''] = posting.split(':')
  return { id, by, agency: ownerOf(source), conductor: ownerOf(target), amount: money(amount, currency), at }
}

/**
 * A conductor gives an agency what they hold of its cash, or a part; asked twice it is done once.
 * Refusals: no-money (they hold less: with what they hold), already-used (the id is that of another hand-over).
 * To be run within `attempt`.
 */
export async function handOver(tx: Tx, ask: HandOverAsk): Promise<Result<HandOver>> {
  const { agency, conductor, amount } = ask
  const key = keyOf(ask)
  const before = await tx.get(lineOf, { posting: key })
  if (before) {
    const done = handOverOf(before)
    const same = done.agency === agency && done.conductor === conductor
    const sameSum = done.amount.amount === amount.amount && done.amount.currency === amount.currency
    return same && sameSum ? grant(done) : refuse('already-used')
  }
  const holds = (await heldBy(tx, agency, conductor)).find(({ currency }) => currency === amount.currency)
  const limit = holds ?? money(0, amount.currency)
  if (amount.amount > limit.amount) {
    return refuse('no-money', { price: amount, limit, missing: money(amount.amount - limit.amount, amount.currency) })
  }
  await mustPost(tx, cashHandedOver(key, { agency, conductor }, amount))
  return grant(handOverOf(must(await tx.get(lineOf, { posting: key }), 'hand-over')))
}

/** What a conductor holds of an agency's cash; below 0 where cash was given back that had been handed over. */
export async function heldBy(reader: Reader, agency: string, conductor: string): Promise<Money[]> {
  const rows = await reader.all(heldFor, { account: `cash:${conductor}`, agency })
  return rows.map(({ currency, held }) => money(Number(held), currency)).filter(({ amount }) => amount !== 0)
}

/** Who holds an agency's cash, by account. */
export async function cashOf(reader: Reader, agency: string): Promise<Map<string, Money[]>> {
  const held = new Map<string, Money[]>()
  for (const { account } of await reader.all(cashAccounts, {})) {
    const sums = await heldBy(reader, agency, ownerOf(account))
    if (sums.length > 0) held.set(ownerOf(account), sums)
  }
  return held
}

/** The latest 200 hand-overs to an agency. */
export const handOversTo = async (reader: Reader, agency: string): Promise<HandOver[]> =>
  (await reader.all(handedOverTo, { till: `till:${agency}` })).map(handOverOf)
