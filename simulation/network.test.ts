import { expect, test } from 'vitest'
import { makeDice } from './machine/dice.ts'
import { EventLog } from './machine/event-log.ts'
import { newOwner, Scheduler } from './machine/scheduler.ts'
import { Uplink } from './network.ts'

test('a page that aborts an endless answer stops reading, and its connection ends, as in a browser', async () => {
  const scheduler = new Scheduler(0, makeDice('network'))
  const server = newOwner('server')
  const page = newOwner('page')
  let hungUp = false
  const wire = {
    scheduler,
    log: new EventLog(() => scheduler.now),
    fate: () => ({ up: 10, down: 10 }),
    ended: () => {},
    handle: (_: unknown, hearer: { head(head: { status: number; headers: Record<string, string> }): void }) => {
      hearer.head({ status: 200, headers: { 'content-type': 'application/x-ndjson' } })
      return () => void (hungUp = true)
    },
    server: () => server,
    answered: () => {},
  }
  const uplink = new Uplink(wire, { place: 'phone', address: '10.0.0.1', isOnline: () => true, page: 100 })
  const stop = new AbortController()
  let end: unknown
  const listen = async (): Promise<void> => {
    const response = await uplink.send(page, 'page', { path: '/api/sync/pokes', signal: stop.signal })
    await response.body.getReader().read()
  }
  listen().catch((error: unknown) => (end = error))
  await scheduler.run({ until: 1_000 })
  expect({ end, hungUp }).toEqual({ end: undefined, hungUp: false })
  stop.abort()
  await new Promise(setImmediate)
  expect(end).toMatchObject({ name: 'AbortError' })
  expect(hungUp).toBe(true)
})
