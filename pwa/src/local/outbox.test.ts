import { Dexie } from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, test } from 'vitest'
import { CacheDb } from './cache-db.ts'
import { isFull, withHandle } from './handle.ts'
import { ask, onQueued, withdraw } from './outbox.ts'
import { OutboxDb } from './outbox-db.ts'
import { useStores } from './stores.ts'

const cancel = { booking: 'b'.repeat(32) }

let outbox: OutboxDb
let cache: CacheDb

beforeEach(() => {
  const home = { indexedDB: new IDBFactory(), IDBKeyRange }
  outbox = new OutboxDb('a', home)
  cache = new CacheDb('a', home)
  useStores.setState({ stores: { account: 'a', outbox, cache } })
})

const quota = () => new Dexie.QuotaExceededError('the disk is full')

describe('[SY41] asking', () => {
  test('[SY41] is durable before it is said, and sets the exchange going', async () => {
    let kicks = 0
    const stop = onQueued(() => void (kicks += 1))
    const asked = await ask('booking.cancel', cancel)
    stop()
    expect(asked.ok).toBe(true)
    expect(await outbox.intents.toArray()).toMatchObject([{ id: asked.ok && asked.id, n: 1, state: 'queued' }])
    expect(kicks).toBe(1)
    expect(asked.ok && (await withdraw(asked.id))).toEqual([asked.ok && asked.id])
  })

  test('[SY41] on a full phone makes room in the cache and tries again; tickets and bookings stay', async () => {
    const row = { scope: 'account:a', seq: 1, rev: 1, value: {}, readable: 1 } as const
    await cache.rows.bulkPut([
      { ...row, kind: 'departure', id: 'd' },
      { ...row, kind: 'ticket', id: 't' },
    ])
    let full = true
    outbox.intents.hook('creating', () => {
      if (full) {
        full = false
        throw quota()
      }
    })
    expect((await ask('booking.cancel', cancel)).ok).toBe(true)
    expect((await cache.rows.toArray()).map((one) => one.kind)).toEqual(['ticket'])
    expect((await outbox.intents.toArray()).map((one) => one.n)).toEqual([1])
  })

  test('[SY41] says "not saved" when the phone cannot keep it, and then nothing was asked', async () => {
    outbox.intents.hook('creating', () => {
      throw quota()
    })
    expect(await ask('booking.cancel', cancel)).toEqual({ ok: false, code: 'not-saved' })
    expect(await outbox.intents.count()).toBe(0)
  })

  test('asking needs an account', async () => {
    useStores.setState({ stores: null })
    expect(await ask('booking.cancel', cancel)).toEqual({ ok: false, code: 'signed-out' })
  })
})

test('[SY41] a database whose handle the browser lost is opened again and asked once more', async () => {
  await outbox.open()
  outbox.backendDB().close()
  expect(await withHandle(outbox, () => outbox.intents.count())).toBe(0)
  expect((await ask('booking.cancel', cancel)).ok).toBe(true)
})

test('a bug is not taken for a lost handle or a full disk', async () => {
  let times = 0
  const bug = async () => {
    times += 1
    throw new TypeError('a bug')
  }
  await expect(withHandle(outbox, bug)).rejects.toThrow('a bug')
  expect(times).toBe(1)
  expect([isFull(new TypeError('a bug')), isFull(quota())]).toEqual([false, true])
})
