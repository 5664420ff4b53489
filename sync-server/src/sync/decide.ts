import type { RefusalCode } from 'shared/base/refusals.ts'
import { parseScope } from 'shared/sync/scope.ts'
import type { Outcome } from 'shared/sync/envelope.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { type Actor, actorOf } from '../identity/actor.ts'
import {
  addAttempt,
  addDevice,
  claimIntent,
  decideIntent,
  type DeviceRow,
  holdFact,
  readDevice,
  readIntent,
  releaseIntent,
} from './intent-store.ts'
import { outcomeRecord, parseOutcome, type StoredOutcome } from './outcomes.ts'
import { keepConflict } from './conflicts.ts'
import { writeContact } from './contact.ts'
import type { Prepared } from './prepare.ts'

const attemptsAtLeast = 5
/** Characters kept of a fact that could not be applied; one that a phone of ours wrote is a tenth of that. */
const heldMost = 8192
const attemptsOver = 10 * 60_000

interface Answer {
  readonly status: Exclude<Outcome['status'], 'later'>
  readonly code: RefusalCode | null
  readonly data: object
}
const refusal = (code: RefusalCode, data: object = {}): Answer => ({ status: 'refused', code, data })

/** Not decided: nothing is stored, and the phone asks again. */
export const later = (id: string, code: RefusalCode | null = null): Outcome => ({
  id,
  status: 'later',
  code,
  data: {},
  at: {},
  replayed: false,
})

/** An answer that is given again the same way without being stored. */
const unstored = (id: string, code: RefusalCode): Outcome => ({ ...later(id, code), status: 'refused' })

/** What one device sent together, in the order in which it made it. */
export interface Batch {
  readonly device: string
  readonly intents: readonly Prepared[]
  /** By the device's clock; absent when this is no whole exchange. */
  readonly sentAt?: number
}

/**
 * Decides the intents that one device sent together, in the order given, in one unit with all their effects. Whatever
 * it throws concerns the whole batch: each is then decided in a unit of its own.
 */
export async function decide(tx: Tx, context: Context, asker: Actor, batch: Batch): Promise<Outcome[]> {
  const actor = await actorOf(tx, asker, tx.now)
  if (!actor) return batch.intents.map(({ envelope }) => later(envelope.id))
  const owned = await deviceOf(tx, batch.device, actor.account)
  if (!owned) return batch.intents.map(({ envelope }) => later(envelope.id, 'device-forked'))
  const outcomes: Outcome[] = []
  for (const each of batch.intents) outcomes.push(await decideOne(tx, context, { actor, owned, prepared: each }))
  if (batch.sentAt !== undefined) {
    await writeContact(tx, context, actor.account, { device: batch.device, sentAt: batch.sentAt })
  }
  return outcomes
}

/** Claimed by its id first, answered from what is stored when it was decided before, run at most once, its outcome stored with what it did. */
async function decideOne(
  tx: Tx,
  context: Context,
  { actor, owned, prepared }: { actor: Actor; owned: DeviceRow; prepared: Prepared },
): Promise<Outcome> {
  const { envelope, device, hash } = prepared
  const { id, n, name } = envelope
  const { account } = actor
  const fresh = await claimIntent(tx, { id, account, device, n, name, hash, at: tx.now })
  if (!fresh) return again(tx, account, prepared)
  if (n <= owned.pruned_through) {
    await releaseIntent(tx, id)
    return unstored(id, 'expired')
  }
  const order = await orderOf(tx, account, prepared)
  if (order === 'wait') {
    await releaseIntent(tx, id)
    return later(id)
  }
  const answer = order ?? (await run(tx, context, actor, prepared))
  return conclude(tx, account, prepared, await orConflict(tx, context, account, { prepared, answer }))
}

/** The device, registered at its first intent; undefined when it is another account's. */
async function deviceOf(tx: Tx, id: string, account: string): Promise<DeviceRow | undefined> {
  const known = await readDevice(tx, id)
  if (known) return known.account === account ? known : undefined
  await addDevice(tx, { id, account, now: tx.now })
  return { account, pruned_through: 0 }
}

/** The id, or its device's n, was seen before. */
async function again(tx: Tx, account: string, { envelope, hash }: Prepared): Promise<Outcome> {
  const { id } = envelope
  const known = await readIntent(tx, id)
  if (!known) return later(id, 'device-forked')
  if (known.account !== account || known.hash !== hash) return unstored(id, 'already-used')
  return known.outcome === null ? later(id) : { ...parseOutcome(known.outcome), replayed: true }
}

/** Why an intent may not run yet or at all, by those it comes after; undefined when it may. */
async function orderOf(tx: Tx, account: string, { envelope, device }: Prepared): Promise<Answer | 'wait' | undefined> {
  for (const id of envelope.after) {
    const before = id === envelope.id ? 'self' : await readIntent(tx, id)
    const wrong = before === 'self' || (before?.device === device && before.n >= envelope.n)
    if (wrong) return refusal('invalid', { issues: [{ path: 'after', message: 'names no earlier intent' }] })
    // What a restored server forgot, its phone sends again in order: what is not there by now never comes.
    if (!before && envelope.reissue) continue
    if (!before || before.account !== account || before.status === null) return 'wait'
    if (before.status === 'refused') return refusal('depends-on-refused', { intent: id })
  }
  return undefined
}

async function run(tx: Tx, context: Context, actor: Actor, prepared: Prepared): Promise<Answer> {
  const { envelope, runner, sent } = prepared
  const done = runner.ok ? await tx.attempt(() => runner.value(tx, { context, actor, id: envelope.id, sent })) : runner
  if (done.ok) return { status: done.value.status, code: null, data: done.value.data }
  if (prepared.fact) return hold(tx, actor.account, prepared, done.code)
  return refusal(done.code, done.data)
}

/** What was confirmed before the server was restored, and is refused now, waits for a person. */
async function orConflict(
  tx: Tx,
  context: Context,
  account: string,
  { prepared, answer }: { prepared: Prepared; answer: Answer },
): Promise<Answer> {
  const { code, data } = answer
  if (code === null || !(await keepConflict(tx, context, account, { prepared, code, data }))) return answer
  return refusal('lost-in-restore')
}

/** A fact that cannot be applied is kept whole, changes no ticket, and waits for a person. */
async function hold(tx: Tx, account: string, { envelope, device }: Prepared, why: RefusalCode): Promise<Answer> {
  const flag = why === 'invalid' ? 'unreadable' : why
  const { id, name } = envelope
  const text = JSON.stringify(envelope).slice(0, heldMost)
  await holdFact(tx, { id, account, device, name, envelope: text, flag, now: tx.now })
  return { status: 'recorded', code: null, data: { flags: [flag] } }
}

/** Write the changes, note where they went, store the outcome. */
async function conclude(tx: Tx, account: string, { envelope, device }: Prepared, answer: Answer): Promise<Outcome> {
  const { id, name } = envelope
  const data = { ...answer.data }
  const found = { id, status: answer.status, code: answer.code, data, at: {} }
  const record = outcomeRecord(found, { account, device, name, at: tx.now })
  tx.changed('outcome', id, [{ scope: `account:${account}`, value: record, rev: 0, fresh: true }])
  const heads = await tx.flush()
  const at = Object.fromEntries(Object.entries(heads).filter(([scope]) => isTold(scope, account, name)))
  const outcome: StoredOutcome = { ...found, at }
  await decideIntent(tx, { id, status: outcome.status, code: outcome.code, outcome: JSON.stringify(outcome) })
  return { ...outcome, replayed: false }
}

/** The asker is not told of scopes that are not theirs: cash on board moves a passenger's account, too. */
function isTold(scope: string, account: string, name: string): boolean {
  const kind = parseScope(scope)?.kind
  if (kind === 'account') return scope === `account:${account}`
  return kind === 'departure' || (kind === 'manifest' && name === 'tickets.board')
}

/**
 * The unit of an intent threw: count it. After five times over at least ten minutes it is refused as `poison`, so that
 * it blocks nothing; a fact is kept for a person instead.
 * @returns the outcome and whether somebody has to look at it.
 */
export async function afterFailure(tx: Tx, asker: Actor, prepared: Prepared): Promise<[Outcome, boolean]> {
  const { envelope, device, hash } = prepared
  const { id, n, name } = envelope
  const tried = await addAttempt(tx, id)
  const enough = tried && tried.attempts >= attemptsAtLeast && tx.now - tried.first_at >= attemptsOver
  if (!enough) return [later(id), false]
  const { account } = asker
  const fresh = await claimIntent(tx, { id, account, device, n, name, hash, at: tx.now })
  if (!fresh) return [await again(tx, account, prepared), false]
  const answer = prepared.fact ? await hold(tx, account, prepared, 'poison') : refusal('poison')
  return [await conclude(tx, account, prepared, answer), true]
}
