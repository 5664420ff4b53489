import { describe, expect, test } from 'vitest'
import { fakeNetwork } from '../testing/fake-network.ts'
import { createModelServer } from '../testing/model-server.ts'
import { createPhone } from '../testing/phone.ts'
import { memoryLocks, seededChance } from '../testing/ports.ts'
import { untilSent } from './until-sent.ts'

const patienceMs = 120_000

function world() {
  const server = createModelServer({ now: () => 0 })
  const network = fakeNetwork(server)
  const locks = memoryLocks()
  const phone = createPhone({ transport: network, locks })
  const page = { online: true, hear: () => {} }
  /** What a sync event of the worker does. */
  const send = () =>
    untilSent(phone.secondEngine(), phone, {
      clock: phone.clock,
      timers: phone.clock,
      chance: seededChance(3),
      online: () => page.online,
      failed: () => {},
      onOnline: (hear) => {
        page.hear = hear
        return () => (page.hear = () => {})
      },
      patienceMs,
    })
  /** Lets what is under way come to rest, then moves the clock. */
  const advance = async (ms: number) => {
    await settled()
    await phone.clock.advance(ms, settled)
  }
  /** Moves the clock second by second until something is so. The disk under a phone takes its own time. */
  const advanceUntil = async (isSo: () => boolean) => {
    for (let second = 0; second < 3_000 && !isSo(); second += 1) await advance(1_000)
    expect(isSo()).toBe(true)
  }
  return { server, network, locks, phone, page, send, advance, advanceUntil }
}

const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 5))

describe('the worker, while no page is open', () => {
  test('[SY77] what waits is sent at once', async () => {
    const { server, phone, send } = world()
    const id = await phone.ask('booking.book')
    expect(await send()).toBe('sent')
    expect(server.executed).toEqual([id])
  })

  test('[SY77] a page that holds the lock and is then closed leaves its requests to the worker', async () => {
    const { server, locks, phone, send, advance, advanceUntil } = world()
    let close = (): void => {}
    const page = locks.hold(`wayfare-drain-${phone.account}`, () => new Promise<void>((resolve) => (close = resolve)))
    const id = await phone.ask('booking.book')
    const sending = send()
    await advance(4_000)
    expect(server.executed).toEqual([])
    close()
    await page
    await advanceUntil(() => server.executed.length > 0)
    expect(await sending).toBe('sent')
    expect(server.executed).toEqual([id])
  })

  test('[SY77] what a page sent meanwhile is not sent by the worker', async () => {
    const { network, phone, send } = world()
    const id = await phone.ask('booking.book')
    await phone.engine.drain()
    expect(await phone.state(id)).toMatch(/final|settled/)
    expect(await send()).toBe('sent')
    expect(network.sent.filter(({ intents }) => intents.length > 0)).toHaveLength(1)
  })

  test('[SY77] an unreachable server is tried again within the same event, and at once when a network comes back', async () => {
    const { server, network, page, phone, send, advanceUntil } = world()
    const id = await phone.ask('booking.book')
    for (let i = 0; i < 40; i += 1) network.weather.push('cut')
    const sending = send()
    await advanceUntil(() => network.weather.length < 37)
    expect(server.executed).toEqual([])
    network.weather.length = 0
    page.hear()
    expect(await sending).toBe('sent')
    expect(server.executed).toEqual([id])
  })

  test('[SY77] after two minutes the browser is asked to try again later, and nothing goes on behind its back', async () => {
    const { network, phone, send, advance, advanceUntil } = world()
    const id = await phone.ask('booking.book')
    for (let i = 0; i < 400; i += 1) network.weather.push('cut')
    const sending = send()
    let end: string | undefined
    void sending.then((how) => (end = how))
    const began = phone.clock.now()
    await advanceUntil(() => end !== undefined)
    expect(end).toBe('waiting')
    expect(phone.clock.now() - began).toBeGreaterThanOrEqual(patienceMs)
    const left = network.weather.length
    await advance(600_000)
    expect(network.weather).toHaveLength(left)
    expect(await phone.state(id)).toBe('queued')
  })

  test('[SY77] a session that ended needs a person, not another try', async () => {
    const { phone, send } = world()
    const id = await phone.ask('booking.book')
    phone.token = { kind: 'sign-in' }
    expect(await send()).toBe('sign-in')
    expect(await phone.state(id)).toBe('queued')
  })
})
