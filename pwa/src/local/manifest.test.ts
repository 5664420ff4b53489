import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import { applyChanges, unknownScope } from './apply.ts'
import { CacheDb } from './cache-db.ts'
import { readManifest } from './manifest.ts'
import { OutboxDb } from './outbox-db.ts'

const departure = 'demo:t@20261124'
const scope = `manifest:${departure}`
const epoch = 'e'.repeat(32)

test('[TK22] a phone whose role was taken away knows it from its last exchange, and calls no list fresh', async () => {
  const stores = {
    outbox: new OutboxDb('a', { indexedDB: new IDBFactory(), IDBKeyRange }),
    cache: new CacheDb('a', { indexedDB: new IDBFactory(), IDBKeyRange }),
  }
  await stores.cache.scopes.put({ ...unknownScope(scope), epoch, asOf: 500 })
  expect(await readManifest(stores, departure)).toMatchObject({ asOf: 500, withdrawn: false })
  await applyChanges(stores.cache, {
    request: {
      protocol: 1,
      app: '1',
      device: 'd',
      sentAt: 1,
      intents: [],
      scopes: { [scope]: { cursor: 0 } },
      limit: 10,
    },
    response: {
      protocol: 1,
      epoch,
      now: 900,
      oldestSupportedApp: '0',
      outcomes: [],
      changes: [{ scope, gone: 'revoked' }],
    },
    now: 900,
    read: (_kind, value) => ({ readable: true, value }),
  })
  expect(await readManifest(stores, departure)).toEqual({
    entries: [],
    events: [],
    waitingEvents: [],
    asOf: null,
    withdrawn: true,
  })
})
