import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import { CacheDb } from '../local/cache-db.ts'
import { OutboxDb } from '../local/outbox-db.ts'
import { keepListening } from './pokes.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const ndjson = { headers: { 'content-type': 'application/x-ndjson' } }

test('[SY81] a phone that could not listen for a while asks what is new as soon as it listens again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  // Cut by a proxy, lost, and then open.
  const answers = [async () => new Response('', ndjson), () => Promise.reject(new TypeError('no network'))]
  const open = async () => new Response(new ReadableStream(), ndjson)
  const fetch = vi.fn(() => (answers.shift() ?? open)())
  vi.stubGlobal('fetch', fetch)
  const home = { indexedDB: new IDBFactory(), IDBKeyRange }
  const stores = { account: 'a', outbox: new OutboxDb('a', home), cache: new CacheDb('a', home) }
  const kick = vi.fn(async () => {})
  const tokens = { get: async () => ({ kind: 'token', token: 't' }) as const, refused: () => {} }
  void keepListening({ stores, tokens, kick }, new AbortController().signal)
  await vi.waitFor(() => expect(fetch).toHaveBeenCalledTimes(1))
  expect(kick).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(fetch).toHaveBeenCalledTimes(3)
  expect(kick).toHaveBeenCalledTimes(1)
})

test('[SY81] so does one that had to wait for a sign-in, or for another tab, before it listened at all', async () => {
  vi.stubGlobal('fetch', async () => new Response(new ReadableStream(), ndjson))
  const home = { indexedDB: new IDBFactory(), IDBKeyRange }
  const stores = { account: 'a', outbox: new OutboxDb('a', home), cache: new CacheDb('a', home) }
  const kick = vi.fn(async () => {})
  const tokens = { get: async () => ({ kind: 'token', token: 't' }) as const, refused: () => {} }
  void keepListening({ stores, tokens, kick }, new AbortController().signal, true)
  await vi.waitFor(() => expect(kick).toHaveBeenCalledTimes(1))
})
