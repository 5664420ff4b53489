import { newId } from 'shared/base/random.ts'
import type { IntentArgs, IntentName } from 'shared/intents.ts'
import { chance } from '../sync/browser-ports.ts'
import { now } from './clock.ts'
import { isFull, withHandle } from './handle.ts'
import type { OutboxDb } from './outbox-db.ts'
import { discard, enqueue, type NewIntent } from './queue.ts'
import { freeCache, keepStorage } from './storage.ts'
import { currentStores, type Stores } from './stores.ts'

export type Asked = { ok: true; id: string } | { ok: false; code: 'not-saved' | 'signed-out' }

/** The version of each intent's arguments that this app makes; the schemas themselves stay out of the first chunk. */
const versions: { readonly [N in IntentName]: number } = {
  'booking.book': 1,
  'booking.cancel': 2,
  'booking.reschedule': 1,
  'booking.choose': 1,
  'booking.wait': 1,
  'booking.leave': 1,
  'tickets.board': 1,
}

const listeners = new Set<() => void>()

/** Something was queued: an exchange may follow at once. */
export function onQueued(hear: () => void): () => void {
  listeners.add(hear)
  return () => listeners.delete(hear)
}

/**
 * Queues an intent durably and sets the exchange going. The booking it makes will bear the id returned.
 * `not-saved`: the phone could not keep it (full, or signed out in another tab); nothing was asked.
 */
export async function ask<N extends IntentName>(
  name: N,
  args: IntentArgs<N>,
  options: { after?: readonly string[] } = {},
): Promise<Asked> {
  const stores = currentStores()
  if (!stores) return { ok: false, code: 'signed-out' }
  const intent: NewIntent = {
    id: newId(chance.bytes),
    name,
    version: versions[name],
    args,
    after: options.after ?? [],
    madeAt: now(),
  }
  if (!(await saved(stores, intent)))
    return { ok: false, code: currentStores() === stores ? 'not-saved' : 'signed-out' }
  for (const hear of listeners) hear()
  if (name === 'booking.book') void keepStorage()
  return { ok: true, id: intent.id }
}

/** Writes, makes room and writes again if the phone is full, and believes only what it can read back. */
async function saved({ outbox, cache }: Stores, intent: NewIntent): Promise<boolean> {
  for (const lastChance of [false, true]) {
    try {
      await withHandle(outbox, () => enqueue(outbox, intent))
      return await withHandle(outbox, () => isThere(outbox, intent))
    } catch (error) {
      if (lastChance || !isFull(error)) return false
      await freeCache(cache)
    }
  }
  return false
}

async function isThere(outbox: OutboxDb, intent: NewIntent): Promise<boolean> {
  const row = await outbox.intents.get(intent.id)
  return row !== undefined && row.envelope.includes(JSON.stringify(intent.args))
}

/** Discards a waiting intent and those that come after it. Returns the ids discarded; none when it may be with the server. */
export async function withdraw(id: string): Promise<string[]> {
  const stores = currentStores()
  return stores ? withHandle(stores.outbox, () => discard(stores.outbox, id)) : []
}
