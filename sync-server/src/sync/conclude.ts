import type { RefusalCode } from 'shared/base/refusals.ts'
import type { Outcome } from 'shared/sync/envelope.ts'
import { parseScope } from 'shared/sync/scope.ts'
import type { Heads, Tx } from '../db/transact.ts'
import { decideIntent } from './intent-store.ts'
import { outcomeRecord, type StoredOutcome } from './outcomes.ts'
import type { Prepared } from './prepare.ts'

export interface Answer {
  readonly status: Exclude<Outcome['status'], 'later'>
  readonly code: RefusalCode | null
  readonly data: object
}

/** An intent that was answered in this unit; where its effects are written is known at the unit's end. */
export interface Decision {
  readonly prepared: Prepared
  readonly answer: Answer
  /** The changes it made, as numbers of those the unit noted. */
  readonly from: number
  readonly to: number
}

/** Note the answer for the account's other devices, as the last change of the intent whose first one was `from`. */
export function answered(tx: Tx, account: string, made: Omit<Decision, 'to'>): Decision {
  const { prepared, answer } = made
  const { envelope, device } = prepared
  const { id, name } = envelope
  const value = outcomeRecord({ id, ...answer, data: { ...answer.data } }, { account, device, name, at: tx.now })
  tx.changed('outcome', id, [{ scope: `account:${account}`, value, rev: 0, fresh: true }])
  return { ...made, to: tx.noted }
}

/** Write what the intents of a unit changed, each scope under one sequence, then each outcome with where it was written. */
export async function conclude(
  tx: Tx,
  account: string,
  decisions: Iterable<Decision>,
): Promise<ReadonlyMap<string, StoredOutcome>> {
  const reached = await tx.flush()
  const stored = new Map<string, StoredOutcome>()
  const written: Promise<unknown>[] = []
  for (const { prepared, answer, from, to } of decisions) {
    const { id, name } = prepared.envelope
    const { status, code, data } = answer
    const outcome = { id, status, code, data: { ...data }, at: told(reached(from, to), account, name) }
    written.push(decideIntent(tx, { id, status, code, outcome: JSON.stringify(outcome) }))
    stored.set(id, outcome)
  }
  await Promise.all(written)
  return stored
}

const told = (heads: Heads, account: string, name: string): Record<string, number> =>
  Object.fromEntries(Object.entries(heads).filter(([scope]) => isTold(scope, account, name)))

/** The asker is not told of scopes that are not theirs: cash on board moves a passenger's account, too. */
function isTold(scope: string, account: string, name: string): boolean {
  const kind = parseScope(scope)?.kind
  if (kind === 'account') return scope === `account:${account}`
  return kind === 'departure' || (kind === 'manifest' && name === 'tickets.board')
}
