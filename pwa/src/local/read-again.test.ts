import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import { readRecord } from '../sync/wire.ts'
import { CacheDb, unreadKey } from './cache-db.ts'
import { readAgain } from './read-again.ts'
import { recordsOf } from './rows.ts'

const key = {
  kid: 'AAE',
  kty: 'OKP',
  crv: 'Ed25519',
  x: 'x',
  notBefore: 0,
  notAfter: 1,
  compromised: false,
} as const

test('[SY85] what a former version of the app could not read is shown after its update', async () => {
  const cache = new CacheDb('a'.repeat(32), { indexedDB: new IDBFactory(), IDBKeyRange })
  const frame = { scope: 'public', seq: 1, rev: 0, readable: 0 } as const
  await cache.rows.bulkPut([
    { ...frame, kind: 'ticket-key', id: 'AAE', value: key },
    { ...frame, kind: 'from-the-future', id: 'x', value: { any: 'thing' } },
  ])
  expect(await recordsOf(cache, 'ticket-key')).toEqual([])
  expect(await readAgain(cache, '1.1.0', readRecord)).toBe(1)
  expect(await recordsOf(cache, 'ticket-key')).toEqual([key])
  expect(await cache.rows.where('kind').equals('from-the-future').toArray()).toMatchObject([
    { readable: 0, value: { any: 'thing' } },
  ])
  expect(await readAgain(cache, '1.1.0', readRecord)).toBe(0)
  // A tab of the former version goes on beside it, and gets a row that it cannot read.
  await cache.rows.put({ ...frame, kind: 'ticket-key', id: 'AAF', value: { ...key, kid: 'AAF' } })
  await cache.meta.put({ key: unreadKey, value: true })
  expect(await readAgain(cache, '1.1.0', readRecord)).toBe(1)
  cache.close()
})
