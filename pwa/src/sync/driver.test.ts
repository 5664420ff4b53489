import { describe, expect, test } from 'vitest'
import { createModelServer } from '../testing/model-server.ts'
import { fakeNetwork } from '../testing/fake-network.ts'
import { createPhone } from '../testing/phone.ts'
import { seededChance } from '../testing/ports.ts'
import { makeDriver } from './driver.ts'
import { atRest, type SyncState } from './state.ts'

function world() {
  const server = createModelServer({ now: () => 0 })
  const network = fakeNetwork(server)
  const phone = createPhone({ transport: network })
  const page = { online: true, visible: true }
  let state: SyncState = atRest
  const driver = makeDriver(phone.engine, phone, {
    clock: phone.clock,
    timers: phone.clock,
    chance: seededChance(7),
    online: () => page.online,
    visible: () => page.visible,
    show: (change) => (state = { ...state, ...change }),
    failed: () => {},
  })
  return {
    server,
    network,
    phone,
    page,
    driver,
    state: () => state,
    advance: (ms: number) => phone.clock.advance(ms, () => driver.rest()),
  }
}

describe('when the exchange runs', () => {
  test('[SY44] an unreachable server is asked again and again, ever slower, and never given up', async () => {
    const { network, phone, driver, advance, server } = world()
    const id = await phone.ask('booking.book')
    for (let i = 0; i < 14; i += 1) network.weather.push('cut')
    await driver.kick()
    await advance(3_600_000)
    expect(network.weather).toEqual([])
    expect(server.executed).toEqual([id])
    driver.stop()
  })

  test('[SY75] a phone in a pocket with nothing to send asks nothing; one that is looked at asks twice a minute at most', async () => {
    const { network, page, driver, advance } = world()
    page.visible = false
    await driver.kick()
    await advance(600_000)
    expect(network.sent).toHaveLength(1)
    page.visible = true
    await driver.kick()
    await advance(600_000)
    expect(network.sent.length).toBeGreaterThanOrEqual(12)
    expect(network.sent.length).toBeLessThanOrEqual(22)
    driver.stop()
  })

  test('[SY76] after 60 s online without an answer the person is told that requests are stuck', async () => {
    const { network, phone, driver, state, advance } = world()
    await phone.ask('booking.book')
    for (let i = 0; i < 30; i += 1) network.weather.push('cut')
    const since = phone.clock.now()
    await driver.kick()
    await advance(45_000)
    expect(state().stuckSince).toBeNull()
    await advance(45_000)
    expect(state().stuckSince).toBe(since)
    network.weather.length = 0
    await driver.kick()
    expect(state()).toMatchObject({ stuckSince: null, online: true, lastExchangeAt: phone.clock.now() })
    driver.stop()
  })

  test('[SY76] offline is offline, not stuck, and says since when', async () => {
    const { network, phone, page, driver, state, advance } = world()
    await phone.ask('booking.book')
    for (let i = 0; i < 30; i += 1) network.weather.push('cut')
    page.online = false
    const since = phone.clock.now()
    await driver.kick()
    await advance(300_000)
    expect(state()).toMatchObject({ online: false, offlineSince: since, stuckSince: null })
    driver.stop()
  })

  test('[SY76] an answer of the server proves the network, whatever the browser says of it', async () => {
    const { network, phone, page, driver, state } = world()
    await phone.ask('booking.book')
    page.online = false
    network.weather.push('cut')
    await driver.kick('wanted')
    expect(state()).toMatchObject({ online: false, offlineSince: phone.clock.now() })
    driver.heard()
    expect(state()).toMatchObject({ online: true, offlineSince: null, lastExchangeAt: phone.clock.now() })
    await driver.kick('wanted')
    expect(await phone.waiting()).toEqual([])
    expect(state()).toMatchObject({ online: true, offlineSince: null })
    driver.stop()
  })

  test('[SY43] when the server wants a password nothing is asked until somebody signs in', async () => {
    const { network, phone, driver, state, advance } = world()
    await phone.ask('booking.book')
    phone.token = { kind: 'sign-in' }
    await driver.kick()
    await advance(3_600_000)
    expect(network.sent).toHaveLength(0)
    expect(state().phase).toBe('needs-sign-in')
    phone.token = { kind: 'token', token: 'new' }
    await driver.kick()
    expect(await phone.waiting()).toEqual([])
    driver.stop()
  })

  test('[SY48] an intent that was told `later` is asked again by itself', async () => {
    const { server, phone, driver, advance } = world()
    const real = server.exchange
    let times = 0
    server.exchange = (request) => {
      if (request.intents.length > 0 && (times += 1) <= 3) {
        const outcomes = request.intents.map(({ id }) => ({
          id,
          status: 'later' as const,
          code: null,
          data: {},
          at: {},
          replayed: false,
        }))
        return { ...real({ ...request, intents: [] }), outcomes }
      }
      return real(request)
    }
    const id = await phone.ask('booking.book')
    await driver.kick()
    expect(await phone.state(id)).toBe('blocked')
    await advance(120_000)
    expect(server.executed).toEqual([id])
    driver.stop()
  })

  test('[SY75] what comes after a request that waits for its time is no reason to ask before that', async () => {
    const { server, network, phone, driver, advance } = world()
    const real = server.exchange
    server.exchange = (request) => {
      const undecided = { status: 'later' as const, code: null, data: {}, at: {}, replayed: false }
      const outcomes = request.intents.filter(({ after }) => after.length === 0).map(({ id }) => ({ ...undecided, id }))
      return { ...real({ ...request, intents: [] }), outcomes }
    }
    const first = await phone.ask('booking.book')
    const second = await phone.ask('booking.cancel', {}, [first])
    await driver.kick()
    await advance(600_000)
    expect([await phone.state(first), await phone.state(second)]).toEqual(['blocked', 'queued'])
    expect(network.sent.length).toBeLessThan(60)
    driver.stop()
  })
})
