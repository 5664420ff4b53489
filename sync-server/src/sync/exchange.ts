import type { IntentName } from 'shared/intents.ts'
import { type ExchangeRequest, type ExchangeResponse, type Outcome, protocolVersion } from 'shared/sync/envelope.ts'
import type { Context } from '../context.ts'
import { StorageUnavailable } from '../db/transact.ts'
import type { Actor } from '../identity/actor.ts'
import { afterFailure, decide, later } from './decide.ts'
import { currentEpoch, renewEpoch } from './epoch.ts'
import { access } from './follow.ts'
import { page, type PageAsk } from './pages.ts'
import { prepare, type Prepared } from './prepare.ts'

/** The oldest app that still understands this server. */
export const oldestSupportedApp = '0.1.0'

/**
 * One round trip: decides the intents, then tells what is new in the scopes that are followed.
 * @throws StorageUnavailable when nothing can be stored: the whole batch is as if never sent.
 */
export async function exchange(context: Context, actor: Actor, request: ExchangeRequest): Promise<ExchangeResponse> {
  const { device } = request
  const inOrder = [...request.intents].sort((a, b) => a.n - b.n)
  const outcomes = await decideAll(
    context,
    actor,
    inOrder.map((envelope) => prepare(envelope, device)),
  )
  const { epoch, changes } = await news(context, actor, request).catch((cause: unknown) => {
    // A 503 would say that nothing was touched.
    throw outcomes.length > 0 ? new Error('The intents are decided, the changes could not be read', { cause }) : cause
  })
  return {
    protocol: protocolVersion,
    epoch,
    now: context.now(),
    oldestSupportedApp,
    outcomes,
    changes,
    ...(outcomes.some((outcome) => outcome.code === 'device-forked') && { deviceForked: true }),
  }
}

/** All are queued at once, so they share a commit, and run in their order. */
async function decideAll(context: Context, actor: Actor, all: readonly Prepared[]): Promise<Outcome[]> {
  const { db } = context
  const units = await Promise.allSettled(all.map((each) => db.transact((tx) => decide(tx, context, actor, each))))
  // Once a part of the batch is stored, it must not be told that nothing was touched: the rest is asked again.
  const lost = units.find((unit) => unit.status === 'rejected' && unit.reason instanceof StorageUnavailable)
  if (lost?.status === 'rejected' && !units.some((unit) => unit.status === 'fulfilled')) throw lost.reason
  const outcomes: Outcome[] = []
  for (const [i, unit] of units.entries()) {
    const each = all[i]
    if (!each) continue
    const outcome = unit.status === 'fulfilled' ? unit.value : await failed(context, actor, each, unit.reason)
    if (outcome) outcomes.push(outcome)
  }
  return outcomes
}

/** Undefined when nothing is known of it, not even that it is undecided: the phone hears nothing, and asks again. */
async function failed(
  context: Context,
  actor: Actor,
  prepared: Prepared,
  cause: unknown,
): Promise<Outcome | undefined> {
  const { db, log } = context
  if (cause instanceof StorageUnavailable) {
    log.error('storage.unavailable', { cause })
    return undefined
  }
  const { id, name } = prepared.envelope
  log.error('intent.failed', { intent: id, intentName: name, cause })
  try {
    const [outcome, poison] = await db.transact((tx) => afterFailure(tx, actor, prepared))
    if (poison) log.error('intent.poison', { alarm: true, intent: id, intentName: name })
    return outcome
  } catch (error) {
    log.error('intent.failed-twice', { intent: id, cause: error })
    return undefined
  }
}

/** Decide one intent that did not come through an exchange, for the same answer: the calls of the REST API. */
export async function askOnce(
  context: Context,
  actor: Actor,
  ask: { readonly id: string; readonly name: IntentName; readonly args: unknown },
): Promise<Outcome> {
  const { id, name, args } = ask
  // Each call is a device of its own, so its n clashes with no other.
  const prepared = prepare({ id, n: 1, name, version: 1, after: [], madeAt: 0, args }, id)
  const [outcome] = await decideAll(context, actor, [prepared])
  return outcome ?? later(id)
}

async function news(
  context: Context,
  actor: Actor,
  request: ExchangeRequest,
): Promise<Pick<ExchangeResponse, 'epoch' | 'changes'>> {
  const epoch = await currentEpoch(context)
  const granted: string[] = []
  const changes: ExchangeResponse['changes'] = []
  let left = request.limit
  for (const [scope, { cursor, digest, began }] of Object.entries(request.scopes)) {
    const may = await access(context, actor, scope)
    if (may !== 'granted') {
      changes.push({ scope, gone: may })
      continue
    }
    granted.push(scope)
    const ask: PageAsk = { scope, cursor, digest, began, sameEpoch: request.epoch === epoch, most: Math.max(left, 1) }
    const answer = await page(context.db.read, ask)
    if (answer.kind === 'ahead') return restarted(context, actor, request, scope)
    if (answer.kind === 'quiet') continue
    left -= answer.change.rows.length
    changes.push(answer.change)
  }
  context.pokes.follow(actor.account, request.device, granted)
  return { epoch, changes }
}

/** All cursors of the request are of a history that is gone: snapshots, under the epoch that holds now. */
async function restarted(context: Context, actor: Actor, request: ExchangeRequest, scope: string) {
  await renewEpoch(context, scope)
  const { epoch: _, ...rest } = request
  return news(context, actor, rest)
}
