import type { RefusalCode } from 'shared/base/refusals.ts'
import { must } from 'shared/base/result.ts'
import type { Outcome } from 'shared/sync/envelope.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { type Actor, actorOf } from '../identity/actor.ts'
import {
  addAttempt,
  addDevice,
  claimIntent,
  type DeviceRow,
  holdFact,
  readDevice,
  readIntent,
  releaseIntent,
  type StoredIntent,
} from './intent-store.ts'
import { type Answer, answered, conclude, type Decision } from './conclude.ts'
import { parseOutcome } from './outcomes.ts'
import { keepConflict } from './conflicts.ts'
import { writeContact } from './contact.ts'
import type { Prepared } from './prepare.ts'

const attemptsAtLeast = 5
/** Characters kept of a fact that could not be applied; one that a phone of ours wrote is a tenth of that. */
const heldMost = 8192
const attemptsOver = 10 * 60_000

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

/** What a unit decides by, and what it has decided so far: not stored before its end. */
interface Deciding {
  readonly actor: Actor
  readonly owned: DeviceRow
  readonly decisions: Map<string, Decision>
}

/** Not to be told before the unit's end. */
interface InThisUnit {
  readonly decided: string
  readonly replayed: boolean
}

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
  const [actor, known] = await Promise.all([actorOf(tx, asker, tx.now), readDevice(tx, batch.device)])
  if (!actor) return batch.intents.map(({ envelope }) => later(envelope.id))
  const owned = known ?? (await newDevice(tx, batch.device, actor.account))
  if (owned.account !== actor.account) return batch.intents.map(({ envelope }) => later(envelope.id, 'device-forked'))
  const unit: Deciding = { actor, owned, decisions: new Map() }
  const found: (Outcome | InThisUnit)[] = []
  for (const each of batch.intents) found.push(await decideOne(tx, context, unit, each))
  if (batch.sentAt !== undefined) {
    await writeContact(tx, context, actor.account, { device: batch.device, sentAt: batch.sentAt })
  }
  const stored = await conclude(tx, actor.account, unit.decisions.values())
  return found.map((each) =>
    'decided' in each ? { ...must(stored.get(each.decided), 'outcome'), replayed: each.replayed } : each,
  )
}

/** Claimed by its id first, answered from what is stored when it was decided before, run at most once. */
async function decideOne(tx: Tx, context: Context, unit: Deciding, prepared: Prepared): Promise<Outcome | InThisUnit> {
  const { actor, owned, decisions } = unit
  const { envelope, device, hash } = prepared
  const { id, n, name } = envelope
  const { account } = actor
  const fresh = await claimIntent(tx, { id, account, device, n, name, hash, at: tx.now })
  if (!fresh) return again(tx, unit, prepared)
  if (n <= owned.pruned_through) {
    await releaseIntent(tx, id)
    return unstored(id, 'expired')
  }
  const from = tx.noted
  const order = await orderOf(tx, unit, prepared)
  if (order === 'wait') {
    await releaseIntent(tx, id)
    return later(id)
  }
  const first = order ?? (await run(tx, context, actor, prepared))
  const answer = await orConflict(tx, context, account, { prepared, answer: first })
  decisions.set(id, answered(tx, account, { prepared, answer, from }))
  return { decided: id, replayed: false }
}

/** A device is registered at its first intent. */
async function newDevice(tx: Tx, id: string, account: string): Promise<DeviceRow> {
  await addDevice(tx, { id, account, now: tx.now })
  return { account, pruned_through: 0 }
}

/** The id, or its device's n, was seen before; the id perhaps in this very unit. */
async function again(tx: Tx, { actor, decisions }: Deciding, prepared: Prepared): Promise<Outcome | InThisUnit> {
  const { id } = prepared.envelope
  if (decisions.get(id)?.prepared.hash === prepared.hash) return { decided: id, replayed: true }
  return replay(tx, actor.account, prepared)
}

async function replay(tx: Tx, account: string, { envelope, hash }: Prepared): Promise<Outcome> {
  const { id } = envelope
  const known = await readIntent(tx, id)
  if (!known) return later(id, 'device-forked')
  if (known.account !== account || known.hash !== hash) return unstored(id, 'already-used')
  return known.outcome === null ? later(id) : { ...parseOutcome(known.outcome), replayed: true }
}

/** Why an intent may not run yet or at all, by those it comes after; undefined when it may. */
async function orderOf(tx: Tx, unit: Deciding, { envelope, device }: Prepared): Promise<Answer | 'wait' | undefined> {
  const { account } = unit.actor
  for (const id of envelope.after) {
    const before = id === envelope.id ? 'self' : await earlier(tx, unit, id)
    const wrong = before === 'self' || (before?.device === device && before.n >= envelope.n)
    if (wrong) return refusal('invalid', { issues: [{ path: 'after', message: 'names no earlier intent' }] })
    // What a restored server forgot, its phone sends again in order: what is not there by now never comes.
    if (!before && envelope.reissue) continue
    if (!before || before.account !== account || before.status === null) return 'wait'
    if (before.status === 'refused') return refusal('depends-on-refused', { intent: id })
  }
  return undefined
}

/** An intent that came before; one of this unit has its outcome only in memory. */
async function earlier(tx: Tx, { decisions }: Deciding, id: string): Promise<StoredIntent | undefined> {
  const row = await readIntent(tx, id)
  const decision = decisions.get(id)
  return row && decision ? { ...row, status: decision.answer.status } : row
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
  if (!fresh) return [await replay(tx, account, prepared), false]
  const answer = prepared.fact ? await hold(tx, account, prepared, 'poison') : refusal('poison')
  const decision = answered(tx, account, { prepared, answer, from: tx.noted })
  const stored = await conclude(tx, account, [decision])
  return [{ ...must(stored.get(id), 'outcome'), replayed: false }, true]
}
