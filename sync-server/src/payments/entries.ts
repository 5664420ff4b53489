import type { WalletEntry } from 'shared/records.ts'
import type { Reader } from '../db/transact.ts'
import { entriesAtOnce, entriesBefore, type StatementRow } from './ledger-store.ts'

export interface Entries {
  readonly entries: readonly WalletEntry[]
  /** Where the list goes on; null at its end. */
  readonly next: string | null
}

const beginning = { at: Number.MAX_SAFE_INTEGER, posting: '', line: 0 }
const place = /^(\d{1,16})\.(\d{1,4})\.(.{1,200})$/

/** Whether a text is a place that `next` could have named. */
export const isPlace = (text: string): boolean => place.test(text)

/** The entries of a wallet and its points, the latest first, from a place that `next` named. */
export async function entriesOf(reader: Reader, account: string, before?: string): Promise<Entries> {
  const found = before === undefined ? null : place.exec(before)
  const from = found ? { at: Number(found[1]), line: Number(found[2]), posting: found[3] ?? '' } : beginning
  const own = { wallet: `wallet:${account}`, points: `points:${account}` }
  const rows = await reader.all(entriesBefore, { ...own, ...from })
  const last = rows.length === entriesAtOnce ? rows.at(-1) : undefined
  return { entries: rows.map(entryOf), next: last ? `${last.at}.${last.line}.${last.posting}` : null }
}

const entryOf = ({ posting, line, kind, amount, currency, at, booking, payment }: StatementRow): WalletEntry => ({
  id: `${posting}/${line}`,
  kind,
  amount: { amount, currency },
  at,
  booking,
  payment,
})
