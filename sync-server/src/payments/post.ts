import { type Money, money } from 'shared/base/money.ts'
import { must } from 'shared/base/result.ts'
import { chart, kindOf, type LedgerAccount, ownerOf, type Posting } from 'shared/payments/ledger.ts'
import type { Reader, Tx } from '../db/transact.ts'
import {
  attributePosting,
  balanceOf,
  insertEntry,
  insertPosting,
  moveBalance,
  openAccount,
  postingByKey,
} from './ledger-store.ts'

/** A strict account that had too little. Nothing may be kept of what was posted: the caller refuses. */
export interface Short {
  readonly account: LedgerAccount
  readonly has: Money
  readonly needs: Money
}

/**
 * Write postings into the ledger, the only way to do so: entries and balances in one unit, accounts in order. A posting
 * whose key was posted before, and one without transfers, changes nothing.
 * @returns what was short, when a strict account would pass zero: then the caller must refuse, so that all is undone.
 */
export async function post(tx: Tx, ...postings: readonly Posting[]): Promise<Short | null> {
  const fresh: Posting[] = []
  for (const posting of postings) if (await claim(tx, posting)) fresh.push(posting)
  for (const [, change] of [...changesOf(fresh)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const short = await apply(tx, change)
    if (short) return short
  }
  for (const posting of fresh) await writeEntries(tx, posting)
  return null
}

/** A posting whose booking was unknown is of this one. */
export const attribute = (tx: Tx, key: string, booking: string): Promise<number> =>
  tx.run(attributePosting, { key, booking })

/** Post what cannot be short. @throws when it is: that is a bug. */
export async function mustPost(tx: Tx, ...postings: readonly Posting[]): Promise<void> {
  const short = await post(tx, ...postings)
  if (short) throw new Error(`${short.account} has ${short.has.amount} of ${short.needs.amount} ${short.has.currency}`)
}

async function claim(tx: Tx, { key, kind, transfers, booking, agency, payment }: Posting): Promise<boolean> {
  if (transfers.length === 0) return false
  for (const { money: sum } of transfers) {
    if (!Number.isSafeInteger(sum.amount) || sum.amount <= 0) throw new Error(`${key} moves ${sum.amount}`)
  }
  const row = { key, kind, booking: booking ?? null, agency: agency ?? null, payment: payment ?? null, at: tx.now }
  return (await tx.run(insertPosting, row)) === 1
}

interface Change {
  readonly account: LedgerAccount
  readonly currency: string
  delta: number
}

/** What postings do to each balance, by a name that puts accounts in the order in which they are locked. */
function changesOf(postings: readonly Posting[]): Map<string, Change> {
  const changes = new Map<string, Change>()
  const note = (account: LedgerAccount, { amount, currency }: Money, sign: 1 | -1) => {
    const name = `${account} ${currency}`
    const change = changes.get(name) ?? { account, currency, delta: 0 }
    change.delta += sign * amount
    changes.set(name, change)
  }
  for (const { transfers } of postings) {
    for (const { from, to, money: sum } of transfers) {
      note(from, sum, -1)
      note(to, sum, 1)
    }
  }
  return changes
}

async function apply(tx: Tx, { account, currency, delta }: Change): Promise<Short | null> {
  const move = { account, currency, delta, least: -delta }
  if ((await tx.run(moveBalance, move)) === 0) {
    const { strict } = chart[kindOf(account)]
    await tx.run(openAccount, { account, currency, kind: kindOf(account), strict: strict ? 1 : 0 })
    if ((await tx.run(moveBalance, move)) === 0) {
      const { balance } = must(await tx.get(balanceOf, { account, currency }), 'balance')
      return { account, has: money(balance, currency), needs: money(-delta, currency) }
    }
  }
  const kind = kindOf(account)
  if (kind === 'wallet' || kind === 'points') tx.changed('wallet', ownerOf(account))
  return null
}

async function writeEntries(tx: Tx, { key, transfers }: Posting): Promise<void> {
  for (const [line, { from, to, money: sum }] of transfers.entries()) {
    const { amount, currency } = sum
    await tx.run(insertEntry, { posting: key, line, currency, source: from, target: to, amount, at: tx.now })
  }
}

/** Whether a posting of this key was written. */
export const isPosted = async (reader: Reader, key: string): Promise<boolean> =>
  (await reader.get(postingByKey, { key })) !== undefined
