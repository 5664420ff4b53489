import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, test } from 'vitest'
import { makeRequest } from '../sync/request.ts'
import { unknownScope } from './apply.ts'
import { CacheDb } from './cache-db.ts'
import { remember } from './remember.ts'
import { tidy, wantedScopes } from './scopes.ts'

const newCache = () => new CacheDb('a', { indexedDB: new IDBFactory(), IDBKeyRange })
const hour = 3_600_000
const noon = Date.UTC(2026, 10, 24, 12)
const arrivalOf = (departure: string) => (departure === 'demo:t@20261124' ? noon : undefined)
const wish = { account: 'a', looking: [], arrivalOf }

describe('[SY66] what a phone follows', () => {
  test('[SY66] its account, public matters, picked manifests, what is on screen, booked and opened departures', async () => {
    const cache = newCache()
    await cache.rows.put({
      scope: 'account:a',
      kind: 'booking',
      id: 'b',
      seq: 1,
      rev: 1,
      readable: 1,
      value: { departure: 'demo:b@20261125', status: 'confirmed', alight: { at: noon + 24 * hour } },
    })
    await remember(cache, ['manifest:demo:t@20261124', 'departure:demo:o@20261126'], noon)
    expect(await wantedScopes(cache, { ...wish, now: noon, looking: ['departure:demo:l@20261124'] })).toEqual([
      'account:a',
      'public',
      'manifest:demo:t@20261124',
      'departure:demo:l@20261124',
      'departure:demo:b@20261125',
      'departure:demo:o@20261126',
    ])
  })

  test('[SY66] a departure opened a week ago is followed no longer', async () => {
    const cache = newCache()
    await remember(cache, ['departure:demo:o@20261224'], noon)
    const at = async (now: number) => (await wantedScopes(cache, { ...wish, now })).length
    expect(await at(noon + 6 * 24 * hour)).toBe(3)
    expect(await at(noon + 8 * 24 * hour)).toBe(2)
  })

  test('[SY66] beyond 200 scopes the account always has its turn and the others take turns', async () => {
    const cache = newCache()
    const scopes = ['account:a', 'public', ...Array.from({ length: 400 }, (_, i) => `departure:demo:t${i}@20261124`)]
    const asked = new Set<string>()
    for (let now = 1; now <= 6; now += 1) {
      const request = await makeRequest(cache, { app: '1', device: 'd', intents: [], scopes, now })
      const names = Object.keys(request.scopes)
      expect(names).toHaveLength(200)
      expect(names).toContain('account:a')
      for (const name of names) asked.add(name)
      await cache.scopes.bulkPut(names.map((scope) => ({ ...unknownScope(scope), asOf: now })))
    }
    expect(asked.size).toBe(402)
  })
})

describe('[SY67] names of passengers leave the phone', () => {
  test('[SY67] 24 h after arrival the manifest is gone, whoever looks at it', async () => {
    const cache = newCache()
    const scope = 'manifest:demo:t@20261124'
    await remember(cache, [scope], noon - hour)
    await cache.scopes.put({ ...unknownScope(scope), asOf: noon })
    await cache.rows.put({ scope, kind: 'manifest-entry', id: 'x', seq: 1, rev: 1, value: {}, readable: 1 })
    expect(await tidy(cache, { now: noon + 23 * hour, arrivalOf })).toEqual([])
    expect(await tidy(cache, { now: noon + 24 * hour, arrivalOf })).toEqual([scope])
    expect([await cache.rows.count(), await cache.scopes.count(), await cache.followed.count()]).toEqual([0, 0, 0])
    expect(await wantedScopes(cache, { ...wish, now: noon + 24 * hour, looking: [scope] })).not.toContain(scope)
  })
})
