import type { IntentName } from 'shared/intents.ts'
import { type ExchangeRequest, type ExchangeResponse, type Outcome, protocolVersion } from 'shared/sync/envelope.ts'
import type { Context } from '../context.ts'
import { StorageUnavailable } from '../db/transact.ts'
import type { Actor } from '../identity/actor.ts'
import { afterFailure, type Batch, decide, later } from './decide.ts'
import { noteContact } from './contact.ts'
import { currentEpoch } from './epoch.ts'
import { access } from './follow.ts'
import { page, type PageAnswer, type PageAsk } from './pages.ts'
import { prepare, type Prepared } from './prepare.ts'
import { forgottenOf } from './reconcile.ts'
import { prepareAgain } from './reissue.ts'
import { touchedBy } from './touches.ts'

/** The oldest app that still understands this server. */
export const oldestSupportedApp = '0.1.0'

/**
 * One round trip: decides the intents, then tells what is new in the scopes that are followed.
 * @throws StorageUnavailable when nothing can be stored: the whole batch is as if never sent.
 */
export async function exchange(context: Context, actor: Actor, request: ExchangeRequest): Promise<ExchangeResponse> {
  const { device } = request
  const inOrder = [...request.intents].sort((a, b) => a.n - b.n)
  const intents = inOrder.map((envelope) => prepareAgain(context, { envelope, device, sentAt: request.sentAt }))
  const outcomes = await decideAll(context, actor, { device, intents, sentAt: request.sentAt })
  const { known } = request
  await noteContact(context, actor, request)
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
    ...(known && { forgotten: await forgottenOf(context.db.read, actor.account, known) }),
    ...(outcomes.some((outcome) => outcome.code === 'device-forked') && { deviceForked: true }),
  }
}

/** All in one unit. When that throws, each in one of its own, so that one cannot spoil the others. */
async function decideAll(context: Context, actor: Actor, batch: Batch): Promise<Outcome[]> {
  const [only, ...others] = batch.intents
  if (!only) return []
  try {
    return await context.db.transact((tx) => decide(tx, context, actor, batch), {
      touches: () => touchedBy(actor.account, batch),
    })
  } catch (cause) {
    if (cause instanceof StorageUnavailable) throw cause
    if (others.length > 0) return decideApart(context, actor, batch)
    const outcome = await failed(context, actor, only, cause)
    return outcome ? [outcome] : []
  }
}

/** One after the other, in their order. What is left out is not decided: the phone hears nothing of it, and asks again. */
async function decideApart(context: Context, actor: Actor, { device, intents }: Batch): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const each of intents) {
    try {
      outcomes.push(...(await decideAll(context, actor, { device, intents: [each] })))
    } catch (cause) {
      // Once a part of the batch is stored, it must not be told that nothing was touched.
      if (outcomes.length === 0) throw cause
      context.log.error('storage.unavailable', { cause })
      break
    }
  }
  return outcomes
}

/** Counted. Undefined when not even that could be stored. */
async function failed(
  { db, log }: Context,
  actor: Actor,
  prepared: Prepared,
  cause: unknown,
): Promise<Outcome | undefined> {
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
  const prepared = prepare({ id, n: 1, name, version: 1, after: [], madeAt: 0, args }, id, null)
  const [outcome] = await decideAll(context, actor, { device: id, intents: [prepared] })
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
    const found = await page(context.db.read, ask)
    const answer = found.kind === 'ahead' ? await fromTheFuture(context, ask) : found
    if (answer.kind !== 'page') continue
    left -= answer.change.rows.length
    changes.push(answer.change)
  }
  context.pokes.follow(actor.account, request.device, granted)
  return { epoch, changes }
}

/**
 * A cursor that this epoch never gave out: its phone alone gets a snapshot. When more than one comes, the database was
 * restored by hand: `npm run restore` would have written a new epoch.
 */
async function fromTheFuture({ db, log }: Context, ask: PageAsk): Promise<PageAnswer> {
  log.error('sync.cursor-from-the-future', { alarm: true, scope: ask.scope.split(':', 1)[0] })
  return page(db.read, { ...ask, sameEpoch: false })
}
