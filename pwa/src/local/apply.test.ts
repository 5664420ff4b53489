import fc from 'fast-check'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, test } from 'vitest'
import type { ExchangeRequest, ExchangeResponse } from 'shared/sync/envelope.ts'
import { createModelServer, type ModelServer } from '../testing/model-server.ts'
import { makeRequest } from '../sync/request.ts'
import { applyChanges, type ReadRecord } from './apply.ts'
import { CacheDb } from './cache-db.ts'

const read: ReadRecord = (_kind, value) => ({ readable: true, value })
const scopes = ['account:a', 'departure:d', 'public']
const newCache = () => new CacheDb('a', { indexedDB: new IDBFactory(), IDBKeyRange })

async function ask(cache: CacheDb, now = 1): Promise<ExchangeRequest> {
  return makeRequest(cache, { app: '1', device: 'd'.repeat(32), intents: [], scopes, now })
}

/** What the engine does with an answer, as far as the cache goes. */
async function take(cache: CacheDb, request: ExchangeRequest, response: ExchangeResponse, now = 1) {
  await cache.meta.put({ key: 'epoch', value: response.epoch })
  return applyChanges(cache, { request, response, now, read })
}

async function exchange(cache: CacheDb, server: ModelServer, now = 1) {
  const request = await ask(cache, now)
  return take(cache, request, structuredClone(server.exchange(request)), now)
}

const held = async (cache: CacheDb, scope: string) =>
  (await cache.rows.where('scope').equals(scope).toArray()).map(({ kind, id, seq, value }) => ({
    kind,
    id,
    seq,
    value,
  }))

const live = (server: ModelServer, scope: string) =>
  [...(server.log.get(scope)?.rows.values() ?? [])]
    .filter((row) => row.op === 'put')
    .map(({ kind, id, seq, value }) => ({ kind, id, seq, value }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))

describe('a scope on the phone', () => {
  test('[SY60] rows of a delta in several pages appear together, with the last page', async () => {
    const server = createModelServer({ now: () => 1 })
    server.pageRows = 2
    const cache = newCache()
    for (const id of ['a', 'b', 'c', 'd', 'e']) server.put('public', 'thing', id, id)
    const seen: number[] = []
    for (let i = 0; i < 3; i += 1) {
      await exchange(cache, server)
      seen.push((await held(cache, 'public')).length)
    }
    expect(seen).toEqual([0, 0, 5])
    expect((await cache.scopes.get('public'))?.cursor).toBe(5)
  })

  test('[SY60] a row that moved on between two pages is there once, in its last version', async () => {
    const server = createModelServer({ now: () => 1 })
    server.pageRows = 2
    const cache = newCache()
    for (const id of ['a', 'b', 'c', 'd']) server.put('public', 'thing', id, 1)
    await exchange(cache, server)
    server.put('public', 'thing', 'a', 2)
    server.remove('public', 'thing', 'b')
    while ((await cache.scopes.get('public'))?.cursor === 0) await exchange(cache, server)
    expect(await held(cache, 'public')).toEqual(live(server, 'public'))
  })

  test('[SY62] rows that rotted on the phone are noticed by the digest and fetched anew', async () => {
    const server = createModelServer({ now: () => 1 })
    const cache = newCache()
    server.put('public', 'thing', 'a', 1)
    server.put('public', 'thing', 'b', 1)
    await exchange(cache, server)
    await cache.rows.delete(['public', 'thing', 'a'])
    server.put('public', 'thing', 'c', 1)
    expect((await exchange(cache, server)).map((one) => one.kind)).toContain('digest-differs')
    expect((await cache.scopes.get('public'))?.cursor).toBe(2)
    await exchange(cache, server)
    expect(await held(cache, 'public')).toEqual(live(server, 'public'))
    expect(await cache.scopes.get('public')).toMatchObject({ cursor: 3, heal: false, healed: 1 })
  })

  test('[SY63] a scope that is taken away leaves no row behind, and is not asked for again at once', async () => {
    const server = createModelServer({ now: () => 1 })
    const cache = newCache()
    server.put('departure:d', 'thing', 'a', 1)
    await exchange(cache, server)
    const state = server.log.get('departure:d')
    if (state) state.gone = 'revoked'
    await exchange(cache, server)
    expect(await held(cache, 'departure:d')).toEqual([])
    expect(Object.keys((await ask(cache)).scopes)).not.toContain('departure:d')
    expect(Object.keys((await ask(cache, 400_000)).scopes)).toContain('departure:d')
  })

  test('[SY64] after a restored backup cursors of the future mean nothing: rows are replaced, none is doubled or kept', async () => {
    const server = createModelServer({ now: () => 1 })
    const cache = newCache()
    server.put('public', 'thing', 'a', 1)
    const saved = server.save()
    server.put('public', 'thing', 'b', 1)
    server.put('public', 'thing', 'c', 1)
    await exchange(cache, server)
    server.restore(saved, 'f'.repeat(32))
    server.put('public', 'thing', 'z', 1)
    await exchange(cache, server)
    expect(await held(cache, 'public')).toEqual(live(server, 'public'))
    expect(await cache.scopes.get('public')).toMatchObject({ cursor: 2, epoch: 'f'.repeat(32) })
  })

  test('a scope without news is confirmed as of now, and rows this app cannot read are kept but shown to nobody', async () => {
    const server = createModelServer({ now: () => 1 })
    const cache = newCache()
    server.put('public', 'from-the-future', 'a', { x: 1 })
    const request = await ask(cache)
    const response = server.exchange(request)
    await cache.meta.put({ key: 'epoch', value: response.epoch })
    await applyChanges(cache, { request, response, now: 5, read: (_kind, value) => ({ readable: false, value }) })
    expect(await cache.rows.toArray()).toMatchObject([{ readable: 0, value: { x: 1 } }])
    await exchange(cache, server, 9)
    expect((await cache.scopes.get('public'))?.asOf).toBe(9)
  })
})

type Step =
  | { do: 'put' | 'remove'; scope: number; id: number }
  | { do: 'exchange' | 'lose' | 'late'; pick: number }
  | { do: 'restore' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom('put' as const, 'remove' as const), scope: fc.nat(1), id: fc.nat(2) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('exchange' as const, 'lose' as const, 'late' as const),
      pick: fc.nat(9),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'restore' as const }) },
)

test('[SY65] whatever is lost, late or doubled: rows at a committed cursor are the server’s rows there, and heal to its head', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }),
      fc.integer({ min: 1, max: 3 }),
      async (steps, pageRows) => {
        const server = createModelServer({ now: () => 1 })
        server.pageRows = pageRows
        const cache = newCache()
        const history = new Map<string, unknown>()
        const remember = (scope: string) =>
          history.set(`${server.epoch} ${scope} ${server.log.get(scope)?.head ?? 0}`, live(server, scope))
        for (const scope of scopes) remember(scope)
        const late: { request: ExchangeRequest; response: ExchangeResponse }[] = []
        let saved = server.save()
        let epochs = 0
        for (const now of steps) {
          switch (now.do) {
            case 'put':
            case 'remove': {
              const scope = scopes[now.scope] ?? 'public'
              if (now.do === 'put') server.put(scope, 'thing', `i${now.id}`, now.id)
              else server.remove(scope, 'thing', `i${now.id}`)
              remember(scope)
              break
            }
            case 'exchange':
              await exchange(cache, server)
              break
            case 'lose': {
              const request = await ask(cache)
              late.push({ request, response: structuredClone(server.exchange(request)) })
              break
            }
            case 'late': {
              // An answer that was overtaken: by another tab, or by the next exchange. The engine drops it under a new epoch.
              const old = late[now.pick % Math.max(late.length, 1)]
              const epoch = (await cache.meta.get('epoch'))?.value
              if (old && (epoch === old.response.epoch || epoch === old.request.epoch))
                await take(cache, old.request, old.response)
              break
            }
            case 'restore':
              epochs += 1
              server.restore(saved, String(epochs).padStart(32, '0'))
              for (const scope of scopes) remember(scope)
              saved = server.save()
              late.length = 0
          }
          for (const row of await cache.scopes.toArray()) {
            const there = history.get(`${row.epoch} ${row.scope} ${row.cursor}`)
            // Nothing rotted here: what heals would only hide a fault.
            expect(row.healed).toBe(0)
            if (row.asOf !== null && row.cursor > 0) expect(await held(cache, row.scope)).toEqual(there)
          }
        }
        for (let i = 0; i < 30; i += 1) await exchange(cache, server)
        for (const scope of scopes) {
          expect(await held(cache, scope)).toEqual(live(server, scope))
          expect((await cache.scopes.get(scope))?.cursor ?? 0).toBe(server.log.get(scope)?.head ?? 0)
          expect(await cache.staged.count()).toBe(0)
        }
      },
    ),
    { numRuns: 30 },
  )
}, 120_000)
