import type { OutcomeRecord } from 'shared/records.ts'
import { outcome as outcomeSchema, type Outcome } from 'shared/sync/envelope.ts'
import type { RecordSource } from '../db/record-source.ts'
import { readIntent } from './intent-store.ts'

/** An outcome as it is stored: whether it is a replay is said of an answer, not of an outcome. */
export type StoredOutcome = Omit<Outcome, 'replayed'>

const stored = outcomeSchema.omit({ replayed: true })

export const parseOutcome = (text: string): StoredOutcome => stored.parse(JSON.parse(text))

export interface Decided {
  readonly account: string
  readonly device: string
  readonly name: string
  readonly at: number
}

/** What the other devices of the account learn of an intent. */
export const outcomeRecord = (
  { id, status, code, data }: Omit<StoredOutcome, 'at'>,
  decided: Decided,
): OutcomeRecord => ({
  id,
  name: decided.name,
  status,
  code,
  data,
  device: decided.device,
  decidedAt: decided.at,
})

/** A decided intent; null once it was pruned. Outcomes never change, so this is asked only by a repair. */
export const outcomes: RecordSource<'outcome'> = async (reader, id) => {
  const row = await readIntent(reader, id)
  if (!row?.outcome) return []
  const value = outcomeRecord(parseOutcome(row.outcome), { ...row, at: row.decided_at })
  return [{ scope: `account:${row.account}`, value, rev: 0 }]
}
