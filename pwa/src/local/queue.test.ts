import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, test } from 'vitest'
import { archiveMs } from 'shared/sync/protocol.ts'
import { createModelServer } from '../testing/model-server.ts'
import { fakeNetwork } from '../testing/fake-network.ts'
import { createPhone } from '../testing/phone.ts'
import { readOutbox } from './intents.ts'
import { OutboxDb } from './outbox-db.ts'
import { archive, discard, enqueue, retryStuck, settle, storeOutcomes } from './queue.ts'

const newOutbox = () => new OutboxDb('a', { indexedDB: new IDBFactory(), IDBKeyRange })
const intent = (id: string, after: string[] = []) => ({
  id,
  name: 'booking.book',
  version: 1,
  args: { id },
  after,
  madeAt: 1,
})
const outcome = (id: string, at: Record<string, number> = {}) =>
  ({ id, status: 'confirmed', code: null, data: {}, at, replayed: false }) as const
const chance = () => 0.5

describe('an intent in the outbox', () => {
  test('[SY41] gets its number in the commit that queues it: none twice, none without its intent', async () => {
    const db = newOutbox()
    await Promise.all(['a', 'b', 'c', 'd'].map((id) => enqueue(db, intent(id))))
    await expect(enqueue(db, intent('b'))).rejects.toThrow()
    await enqueue(db, intent('e'))
    expect((await db.intents.orderBy('n').toArray()).map((row) => row.n)).toEqual([1, 2, 3, 4, 5])
  })

  test('[SY41] survives closing and opening the database', async () => {
    const home = { indexedDB: new IDBFactory(), IDBKeyRange }
    const before = new OutboxDb('a', home)
    const row = await enqueue(before, intent('a'))
    before.close()
    expect(await new OutboxDb('a', home).intents.toArray()).toEqual([row])
  })

  test('[SY46] keeps of what it comes after only what this phone still waits for', async () => {
    const db = newOutbox()
    await enqueue(db, intent('a'))
    await enqueue(db, intent('b'))
    await storeOutcomes(db, [outcome('a')], { now: 1, chance })
    await enqueue(db, intent('c', ['a', 'b', 'of another phone']))
    expect((await readOutbox(db, false)).waiting.find((one) => one.id === 'c')?.after).toEqual(['b'])
  })

  test('[SY56] is withdrawn with its followers while it surely is not with the server', async () => {
    const db = newOutbox()
    await enqueue(db, intent('a'))
    await enqueue(db, intent('b', ['a']))
    await enqueue(db, intent('c', ['b']))
    await enqueue(db, intent('d'))
    expect(await discard(db, 'a')).toEqual(['a', 'b', 'c'])
    expect((await db.intents.toArray()).map((row) => row.id)).toEqual(['d'])
  })

  test('[SY56] is not withdrawn once it may have got there, nor when it is answered', async () => {
    const network = fakeNetwork(createModelServer({ now: () => 0 }))
    const phone = createPhone({ transport: network })
    const id = await phone.ask('booking.book')
    network.weather.push('cut')
    await phone.engine.drain()
    network.weather.push('answer-lost')
    await phone.engine.drain()
    network.weather.push('cut')
    await phone.engine.drain()
    expect(await discard(phone.outbox, id)).toEqual([])
    await phone.engine.drain()
    expect(await discard(phone.outbox, id)).toEqual([])
    expect(await phone.state(id)).toBe('settled')
  })

  test('[SY42] the first final answer counts; a later one changes nothing', async () => {
    const db = newOutbox()
    await enqueue(db, intent('a'))
    await storeOutcomes(db, [outcome('a')], { now: 1, chance })
    await storeOutcomes(db, [{ ...outcome('a'), status: 'refused', code: 'departed' }], { now: 2, chance })
    expect((await readOutbox(db, false)).waiting[0]?.outcome).toMatchObject({ status: 'confirmed', decidedAt: 1 })
  })

  test('[SY57] settles when the cursors have reached its effects, and leaves 30 days later', async () => {
    const db = newOutbox()
    await enqueue(db, intent('a'))
    await storeOutcomes(db, [outcome('a', { 'account:a': 7, 'departure:elsewhere': 3 })], { now: 1, chance })
    await settle(db, new Map([['account:a', 6]]))
    expect((await db.intents.get('a'))?.state).toBe('final')
    await settle(db, new Map([['account:a', 7]]))
    expect((await db.intents.get('a'))?.state).toBe('settled')
    await archive(db, archiveMs)
    expect(await db.intents.count()).toBe(1)
    await archive(db, archiveMs + 2)
    expect(await db.intents.count()).toBe(0)
  })

  test('[SY49] set aside by one version of the app, it gets another turn with the next', async () => {
    const db = newOutbox()
    await enqueue(db, intent('a'))
    await db.intents.update('a', { state: 'stuck', stuckIn: '1.0.0' })
    await retryStuck(db, '1.0.0')
    expect((await db.intents.get('a'))?.state).toBe('stuck')
    await retryStuck(db, '1.1.0')
    expect((await db.intents.get('a'))?.state).toBe('queued')
  })

  test('[SY43] says on screen that it needs a sign-in, or what it waits for', async () => {
    const db = newOutbox()
    await enqueue(db, intent('a'))
    await enqueue(db, intent('b', ['a']))
    expect((await readOutbox(db, false)).waiting.map((one) => one.phase)).toEqual(['queued', 'blocked'])
    expect((await readOutbox(db, true)).waiting.map((one) => one.phase)).toEqual(['needs-sign-in', 'needs-sign-in'])
  })
})
