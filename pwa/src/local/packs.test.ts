import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, test } from 'vitest'
import type { PackPointer } from 'shared/records.ts'
import { CacheDb, cacheName, isOldCache } from './cache-db.ts'
import { shelvePacks, shelved, type PackPorts } from './packs.ts'

const newShelf = () => new CacheDb('anyone', { indexedDB: new IDBFactory(), IDBKeyRange })
const pointer = (hash: string, feed = 'demo'): PackPointer => ({
  feed,
  hash,
  url: `/api/timetable/packs/${hash}`,
  bytes: 3,
  name: 'Demo',
  zone: 'Europe/Vilnius',
  validFrom: '20261101',
  validTo: '20271101',
})
const ports = (more: Partial<PackPorts> = {}): PackPorts => ({
  now: () => 7,
  fetchPack: async ({ hash }) => new TextEncoder().encode(hash),
  check: () => {},
  ...more,
})
const onShelf = async (shelf: CacheDb) => ({
  current: (await shelved(shelf))?.pointers.map((one) => one.hash),
  bytes: await shelf.packs.toCollection().primaryKeys(),
})

describe('[SY68] timetables on the phone', () => {
  test('[SY68] a new timetable is current when all its packs are there; until then the former one is', async () => {
    const shelf = newShelf()
    await shelvePacks(shelf, [pointer('one')], ports())
    const half = ports({ fetchPack: async ({ hash }) => (hash === 'three' ? undefined : new Uint8Array(1)) })
    expect(await shelvePacks(shelf, [pointer('two'), pointer('three', 'other')], half)).toBe(false)
    expect((await onShelf(shelf)).current).toEqual(['one'])
    expect(await shelvePacks(shelf, [pointer('two'), pointer('three', 'other')], ports())).toBe(true)
    expect(await onShelf(shelf)).toEqual({ current: ['two', 'three'], bytes: ['three', 'two'] })
  })

  test('[SY68] a pack that this app cannot read, or a portal’s page in its place, never replaces one it can', async () => {
    const shelf = newShelf()
    await shelvePacks(shelf, [pointer('one')], ports())
    const check = () => {
      throw new Error('not a pack')
    }
    expect(await shelvePacks(shelf, [pointer('two')], ports({ check }))).toBe(false)
    expect(await onShelf(shelf)).toEqual({ current: ['one'], bytes: ['one'] })
  })

  test('[SY68] a pack that is there is not fetched again', async () => {
    const shelf = newShelf()
    const fetched: string[] = []
    const counting = ports({
      fetchPack: async ({ hash }) => {
        fetched.push(hash)
        return new Uint8Array(1)
      },
    })
    await shelvePacks(shelf, [pointer('one')], counting)
    await shelvePacks(shelf, [pointer('one')], counting)
    expect(fetched).toEqual(['one'])
    expect((await shelved(shelf))?.syncedAt).toBe(7)
  })
})

test('[SY69] another version of the cache is another database; the outbox is none of them', () => {
  expect(isOldCache(cacheName('a'))).toBe(false)
  expect(isOldCache(cacheName('a', 0))).toBe(true)
  expect(isOldCache('wayfare-outbox-a')).toBe(false)
})
