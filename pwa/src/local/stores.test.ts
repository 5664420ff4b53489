import { Dexie } from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { ask } from './outbox.ts'
import { OutboxDb } from './outbox-db.ts'
import { beginQueue, endQueue, enqueue } from './queue.ts'
import { closeStores, currentStores, openStores } from './stores.ts'

const cancel = { booking: 'b'.repeat(32) }
const intent = { id: 'i', name: 'booking.cancel', version: 1, args: cancel, after: [], madeAt: 1 }
const before = { ...Dexie.dependencies }

beforeAll(() => {
  vi.spyOn(console, 'warn').mockReturnValue()
})
beforeEach(() => {
  Object.assign(Dexie.dependencies, { indexedDB: new IDBFactory(), IDBKeyRange })
})
afterAll(() => {
  Object.assign(Dexie.dependencies, before)
})

const names = () => Dexie.getDatabaseNames()

test('[SY74] signing out with an empty queue leaves nothing on the phone', async () => {
  const { outbox, cache } = openStores('a')
  await Promise.all([outbox.open(), cache.open()])
  await closeStores('keep')
  expect(await names()).toEqual([])
  expect(currentStores()).toBeNull()
})

test('[SY74] what another tab asks while this one signs out is kept, or was never said to be saved', async () => {
  for (let turns = 0; turns < 12; turns += 1) {
    openStores('a')
    const otherTab = new OutboxDb('a')
    await otherTab.open()
    const closed = closeStores('keep')
    for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    const saved = await enqueue(otherTab, { ...intent, id: `i${turns}` }).then(
      () => true,
      () => false,
    )
    await closed
    otherTab.close()
    const { outbox } = openStores('a')
    expect(await outbox.intents.count()).toBe(saved ? 1 : 0)
    await closeStores('discard')
    expect(await names()).toEqual([])
  }
})

test('[SY74] this tab asks nothing any more once it signs out', async () => {
  const { outbox } = openStores('a')
  await outbox.open()
  const closed = closeStores('keep')
  expect(await ask('booking.cancel', cancel)).toEqual({ ok: false, code: 'signed-out' })
  await closed
  expect(await names()).toEqual([])
})

test('[SY74] a queue that has ended takes nothing until its person signs in again; one that waits does not end', async () => {
  const outbox = new OutboxDb('a')
  expect(await endQueue(outbox, 'keep')).toBe(true)
  await expect(enqueue(outbox, intent)).rejects.toThrow('ended')
  await beginQueue(outbox)
  await enqueue(outbox, intent)
  expect(await endQueue(outbox, 'keep')).toBe(false)
  await enqueue(outbox, { ...intent, id: 'j' })
  expect(await endQueue(outbox, 'discard')).toBe(true)
})
