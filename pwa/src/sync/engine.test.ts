import { describe, expect, test } from 'vitest'
import type { ExchangeRequest } from 'shared/sync/envelope.ts'
import { answerTimeoutMs, leaseMs } from 'shared/sync/protocol.ts'
import { claim, release } from '../local/queue.ts'
import { createModelServer, type ModelOptions } from '../testing/model-server.ts'
import { fakeNetwork } from '../testing/fake-network.ts'
import { createPhone, type PhoneOptions } from '../testing/phone.ts'
import { noLocks } from '../testing/ports.ts'
import type { Transport } from './ports.ts'

const problem = (status: number, code = 'some-problem') =>
  ({ kind: 'problem', problem: { status, code, title: '', detail: '' }, retryAfterMs: null }) as const

const mine = `account:${'a'.repeat(32)}`

function world(options: Partial<PhoneOptions> & { decide?: ModelOptions['decide'] } = {}) {
  const server = createModelServer({
    now: () => Date.UTC(2026, 10, 22, 12),
    decide:
      options.decide ??
      ((intent, log) => {
        log.put(mine, 'thing', intent.id, { made: intent.n })
        return { status: 'confirmed' }
      }),
  })
  const network = fakeNetwork(server)
  const phone = createPhone({ transport: network, ...options })
  return { server, network, phone }
}

/** A transport that refuses whole envelopes by their content, as the door of a server does. */
const picky = (through: Transport, refuses: (request: ExchangeRequest) => number | undefined): Transport => ({
  async exchange(request, token) {
    const status = refuses(request)
    return status === undefined ? through.exchange(request, token) : { kind: 'refused', status }
  },
})

describe('the queue, in the ways in which others lost or doubled it', () => {
  test('[SY42] an answer that is not 2xx decides nothing: the intent waits and is sent again', async () => {
    const { server, network, phone } = world()
    const id = await phone.ask('booking.book')
    for (const status of [500, 502, 503, 429]) {
      network.weather.push({ reply: problem(status) })
      expect((await phone.engine.drain()).kind).toBe('busy')
      expect(await phone.state(id)).toBe('queued')
    }
    expect((await phone.engine.drain()).kind).toBe('done')
    expect(server.executed).toEqual([id])
    expect(await phone.state(id)).toBe('settled')
  })

  test('[SY43] 401 leaves every intent untouched; after sign-in they go', async () => {
    const { server, network, phone } = world()
    const id = await phone.ask('booking.book')
    const before = await phone.outbox.intents.get(id)
    network.weather.push({ reply: problem(401) }, { reply: problem(401) })
    expect((await phone.engine.drain()).kind).toBe('sign-in')
    expect(await phone.outbox.intents.get(id)).toEqual(before)
    phone.token = { kind: 'sign-in' }
    expect((await phone.engine.drain()).kind).toBe('sign-in')
    expect(await phone.outbox.intents.get(id)).toEqual(before)
    phone.token = { kind: 'token', token: 'new' }
    await phone.engine.drain()
    expect(server.executed).toEqual([id])
  })

  test('[SY49] one intent that the server cannot read is set aside, kept whole, and the others are answered', async () => {
    const { server, network, phone } = world()
    const ids: string[] = []
    for (let i = 0; i < 20; i += 1) ids.push(await phone.ask(i === 13 ? 'poison' : 'booking.book', { i }))
    const transport = picky(network, (request) =>
      request.intents.some((one) => one.name === 'poison') ? 422 : undefined,
    )
    expect((await phone.secondEngine(transport).drain()).kind).toBe('done')
    const poison = ids[13] ?? ''
    expect(server.executed).toEqual(ids.filter((id) => id !== poison))
    expect(await phone.outbox.intents.get(poison)).toMatchObject({ state: 'stuck', stuckIn: '1.0.0' })
    expect(phone.events).toContainEqual({ kind: 'stuck', id: poison, status: 422 })
  })

  test('[SY49] no intent is blamed when the server refuses even an empty exchange', async () => {
    const { network, phone } = world()
    const id = await phone.ask('booking.book')
    expect((await phone.secondEngine(picky(network, () => 422)).drain()).kind).toBe('refused')
    expect(await phone.state(id)).toBe('queued')
  })

  test('[SY54] a cache that cannot be read holds up nothing that waits', async () => {
    const { server, phone } = world()
    const id = await phone.ask('booking.book')
    phone.cache.close()
    expect((await phone.engine.drain()).kind).toBe('done')
    expect(server.executed).toEqual([id])
    expect(await phone.state(id)).toBe('final')
    expect(phone.events.some((event) => event.kind === 'cache-failed')).toBe(true)
  })

  test('[SY54] a cache that cannot be written never buries an outcome the server gave', async () => {
    const { phone } = world()
    const id = await phone.ask('booking.book')
    phone.cache.close()
    const broken = new Error('the disk is full')
    phone.cache.rows.hook('creating', () => {
      throw broken
    })
    await phone.cache.open()
    expect((await phone.engine.drain()).kind).toBe('done')
    expect(await phone.outbox.intents.get(id)).toMatchObject({ state: 'final', answeredAt: phone.clock.now() })
    expect(phone.events.some((event) => event.kind === 'cache-failed')).toBe(true)
  })

  test('[SY53] the queue of one account is neither sent nor seen by the next one on the same phone', async () => {
    const { server, network, phone } = world()
    await phone.ask('booking.book')
    phone.close()
    const next = createPhone({ transport: network, account: 'b'.repeat(32), home: phone.home })
    await next.engine.drain()
    expect(server.executed).toEqual([])
    expect(await next.waiting()).toEqual([])
    expect(network.sent.flatMap((request) => Object.keys(request.scopes))).not.toContain(mine)
  })

  test('[SY51] two drains at once send an intent once', async () => {
    const { server, network, phone } = world()
    const id = await phone.ask('booking.book')
    const ends = await Promise.all([phone.engine.drain(), phone.secondEngine().drain()])
    expect(ends.map((end) => end.kind).sort()).toEqual(['done', 'elsewhere'])
    expect(network.sent.flatMap((request) => request.intents)).toHaveLength(1)
    expect(server.executed).toEqual([id])
  })

  test('[SY51] without locks the lease alone keeps two drains from sending the same', async () => {
    const { server, network, phone } = world({ locks: noLocks })
    for (let i = 0; i < 30; i += 1) await phone.ask('booking.book', { i })
    await Promise.all([phone.engine.drain(), phone.secondEngine().drain(), phone.secondEngine().drain()])
    expect(network.sent.flatMap((request) => request.intents)).toHaveLength(30)
    expect(server.executed).toHaveLength(30)
    expect(await phone.waiting()).toEqual([])
  })

  test('[SY52] a tab that won the lock sends again at once what a dead tab was sending', async () => {
    const { server, phone } = world()
    const id = await phone.ask('booking.book')
    await claim(phone.outbox, { lease: 'dead tab', now: phone.clock.now(), limit: { intents: 50, bytes: 1e6 } })
    expect((await phone.engine.drain()).kind).toBe('done')
    expect(await phone.state(id)).toBe('settled')
    expect(server.executed).toEqual([id])
  })

  test('[SY52] without locks, what a dead tab was sending goes again when its lease has run out', async () => {
    const { server, phone } = world({ locks: noLocks })
    const id = await phone.ask('booking.book')
    await claim(phone.outbox, { lease: 'dead tab', now: phone.clock.now(), limit: { intents: 50, bytes: 1e6 } })
    await phone.engine.drain()
    expect(await phone.state(id)).toBe('sending')
    phone.clock.set(phone.clock.now() + leaseMs)
    await phone.engine.drain()
    expect(await phone.state(id)).toBe('settled')
    expect(server.executed).toEqual([id])
    expect(leaseMs).toBeGreaterThan(answerTimeoutMs)
  })

  test('[SY52] without locks, a lease made before the clock was set back holds nothing up', async () => {
    const { server, phone } = world({ locks: noLocks })
    const id = await phone.ask('booking.book')
    await claim(phone.outbox, { lease: 'dead tab', now: phone.clock.now(), limit: { intents: 50, bytes: 1e6 } })
    phone.clock.set(phone.clock.now() - 86_400_000)
    expect((await phone.engine.drain()).kind).toBe('done')
    expect(await phone.state(id)).toBe('settled')
    expect(server.executed).toEqual([id])
  })

  test('[SY42] a batch that never left the phone is acknowledged by nobody', async () => {
    const { server, network, phone } = world()
    const id = await phone.ask('booking.book')
    network.weather.push('cut')
    expect((await phone.engine.drain()).kind).toBe('unreachable')
    expect(server.executed).toEqual([])
    expect(await phone.outbox.intents.get(id)).toMatchObject({ state: 'queued', sentAt: null, outcome: null })
  })

  test('[SY42] an answer that was lost costs a question more, never a second booking', async () => {
    const { server, network, phone } = world()
    const id = await phone.ask('booking.book')
    network.weather.push('answer-lost', 'answer-lost')
    await phone.engine.drain()
    expect(await phone.outbox.intents.get(id)).toMatchObject({ state: 'queued', sentAt: phone.clock.now() })
    await phone.engine.drain()
    await phone.engine.drain()
    expect(server.executed).toEqual([id])
    expect(await phone.state(id)).toBe('settled')
  })

  test('[SY47] 200 with a refusal inside is a refusal, and only what is named is decided', async () => {
    const { server, phone } = world({
      decide: (intent) =>
        intent.name === 'refuse-me'
          ? { status: 'refused', code: 'seats-taken', data: { taken: ['4A'] } }
          : { status: 'confirmed' },
    })
    const refused = await phone.ask('refuse-me')
    const other = await phone.ask('booking.book')
    const real = server.exchange
    server.exchange = (request) => {
      const answer = real(request)
      return { ...answer, outcomes: answer.outcomes.filter((outcome) => outcome.id !== other) }
    }
    expect((await phone.engine.drain()).kind).toBe('busy')
    const row = await phone.outbox.intents.get(refused)
    expect(JSON.parse(row?.outcome ?? 'null')).toMatchObject({
      status: 'refused',
      code: 'seats-taken',
      data: { taken: ['4A'] },
    })
    expect(await phone.state(other)).toBe('queued')
    server.exchange = real
    await phone.engine.drain()
    expect(server.executed).toEqual([refused, other])
  })

  test('[SY50] a portal’s page with status 200, or JSON of another shape, is no answer', async () => {
    const { server, network, phone } = world()
    const id = await phone.ask('booking.book')
    network.weather.push({ reply: { kind: 'unreachable', left: true } })
    expect((await phone.engine.drain()).kind).toBe('unreachable')
    network.weather.push({ reply: { kind: 'answered', status: 200, body: { protocol: 1, ok: true } } })
    expect((await phone.engine.drain()).kind).toBe('unreachable')
    expect(await phone.state(id)).toBe('queued')
    await phone.engine.drain()
    expect(server.executed).toEqual([id])
  })

  test('[SY45] what was asked first goes first, whatever the phone’s clock says', async () => {
    const { server, phone } = world()
    const first = await phone.ask('booking.book')
    phone.clock.set(phone.clock.now() - 86_400_000)
    const second = await phone.ask('booking.book')
    await phone.engine.drain()
    expect(server.executed).toEqual([first, second])
  })

  test('[SY48] `later` makes one intent and its followers wait; the others go on, and it is asked again', async () => {
    let ready = false
    const { server, phone } = world({
      decide: (intent) => ({ status: intent.name === 'slow' && !ready ? 'later' : 'confirmed' }),
    })
    const slow = await phone.ask('slow')
    const other = await phone.ask('booking.book')
    const follower = await phone.ask('booking.cancel', {}, [slow])
    expect((await phone.engine.drain()).kind).toBe('done')
    expect([await phone.state(slow), await phone.state(other)]).toEqual(['blocked', 'settled'])
    expect(server.executed).toEqual([other, follower])
    ready = true
    phone.clock.set(phone.clock.now() + 300_000)
    await phone.engine.drain()
    expect(await phone.state(slow)).toBe('settled')
  })

  test('[SY52] who was told `later` before the clock was set back by two minutes does not wait these two minutes', async () => {
    let ready = false
    const { phone } = world({ decide: () => ({ status: ready ? 'confirmed' : 'later' }) })
    const id = await phone.ask('booking.book')
    await phone.engine.drain()
    ready = true
    phone.clock.set(phone.clock.now() - 120_000)
    await phone.engine.drain()
    expect(await phone.state(id)).toBe('settled')
  })

  test('[SY55] a phone whose numbers the server saw with another history takes a new name and keeps its intents', async () => {
    const { server, network, phone } = world()
    const ids = [await phone.ask('booking.book'), await phone.ask('booking.book')]
    const real = server.exchange
    server.exchange = (request) => ({
      ...real({ ...request, intents: [] }),
      outcomes: request.intents.map(({ id }) => ({
        id,
        status: 'later',
        code: 'device-forked',
        data: {},
        at: {},
        replayed: false,
      })),
      deviceForked: true,
    })
    const forked = new Promise<void>((resolve) => {
      phone.events.push = (...events) => {
        if (events.some((event) => event.kind === 'device-forked')) {
          server.exchange = real
          resolve()
        }
        return Array.prototype.push.apply(phone.events, events)
      }
    })
    await phone.engine.drain()
    await forked
    const devices = network.sent.map((request) => request.device)
    expect(new Set(devices).size).toBe(2)
    expect(server.executed).toEqual(ids)
    expect(network.sent.at(-1)?.intents.map((intent) => intent.n)).toEqual([1, 2])
  })

  test('[SY78] what a restored server forgot is asked again under the same id, and what it kept is not sent twice', async () => {
    const { server, phone, network } = world()
    const kept = await phone.ask('booking.book')
    await phone.engine.drain()
    const saved = server.save()
    const forgotten = await phone.ask('booking.book')
    await phone.engine.drain()
    server.executed.length = 0
    server.restore(saved, 'f'.repeat(32))
    expect((await phone.engine.drain()).kind).toBe('done')
    expect(server.executed).toEqual([forgotten])
    expect(network.sent.flatMap(({ known = [] }) => known.map(({ id }) => id))).toEqual([kept, forgotten])
    expect(network.sent.slice(-1)[0]?.intents).toMatchObject([{ id: forgotten, reissue: true }])
    expect([await phone.state(kept), await phone.state(forgotten)]).toEqual(['settled', 'settled'])
    expect((await phone.cache.rows.toArray()).map((row) => row.id).sort()).toEqual([kept, forgotten].sort())
    expect(phone.events).toContainEqual({ kind: 'new-epoch' })
  })

  test('a queue of 400 drains in batches of at most 50, in order', async () => {
    const { server, network, phone } = world()
    const ids: string[] = []
    for (let i = 0; i < 400; i += 1) ids.push(await phone.ask('booking.book', { i }))
    expect((await phone.engine.drain()).kind).toBe('done')
    expect(server.executed).toEqual(ids)
    expect(Math.max(...network.sent.map((request) => request.intents.length))).toBe(50)
  })

  test('a lone booking costs one round trip', async () => {
    const { network, phone } = world()
    await phone.ask('booking.book')
    await phone.engine.drain()
    expect(network.sent).toHaveLength(1)
  })

  test('[SY52] giving a lease back touches nothing that another drain holds', async () => {
    const { phone } = world()
    const id = await phone.ask('booking.book')
    await claim(phone.outbox, { lease: 'one', now: 0, limit: { intents: 50, bytes: 1e6 } })
    await release(phone.outbox, 'two', true)
    expect(await phone.state(id)).toBe('sending')
  })

  test('[SY57] settling waits for no scope that is not followed any more, nor for one that is gone', async () => {
    const departure = 'departure:f:t9@20261124'
    const { server, phone } = world({
      decide: (intent, log) => {
        log.put(mine, 'thing', intent.id, {})
        log.put(departure, 'thing', intent.id, {})
        return { status: 'confirmed' }
      },
    })
    phone.follow.push(departure)
    await phone.engine.drain()
    phone.follow.pop()
    const unfollowed = await phone.ask('booking.book')
    await phone.engine.drain()
    expect(await phone.state(unfollowed)).toBe('settled')
    phone.follow.push(departure)
    const scope = server.log.get(departure)
    if (scope) scope.gone = 'revoked'
    const gone = await phone.ask('booking.book')
    await phone.engine.drain()
    expect(await phone.state(gone)).toBe('settled')
  })
})
