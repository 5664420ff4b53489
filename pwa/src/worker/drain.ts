import { appVersion } from '../local/app-version.ts'
import { CacheDb } from '../local/cache-db.ts'
import { DeviceDb } from '../local/device-db.ts'
import { OutboxDb } from '../local/outbox-db.ts'
import { oldestUnsent } from '../local/queue.ts'
import { wantedScopes } from '../local/scopes.ts'
import { createAuth } from '../session/auth.ts'
import { readSession } from '../session/read-session.ts'
import { chance, channel, clock, locks, timers } from '../sync/browser-ports.ts'
import { makeEngine } from '../sync/engine.ts'
import { fetchTransport } from '../sync/fetch-exchange.ts'
import { send } from '../sync/transport.ts'
import { untilSent } from '../sync/until-sent.ts'
import { readRecord } from '../sync/wire.ts'

/** Browsers end a sync event after some 3 minutes; the last exchange needs its time too. */
const patienceMs = 120_000

/**
 * Sends what waits while no page is open, as the person who is signed in on this phone. Goes on for a while when it
 * cannot at once, since the browser's own next try is minutes away; throws when something still waits then, so that
 * the browser does try again.
 */
export async function drainInBackground(): Promise<void> {
  const device = new DeviceDb()
  const account = accountOf((await device.facts.get('person'))?.value)
  if (account === undefined) return
  const outbox = new OutboxDb(account)
  const cache = new CacheDb(account)
  try {
    if ((await oldestUnsent(outbox)) === null) return
    const tokens = createAuth({
      clock,
      locks,
      channel: channel('wayfare-auth'),
      device,
      send,
      read: (body) => Promise.resolve(readSession(body)),
      onPerson: () => {},
      onSignInNeeded: () => {},
    })
    tokens.of(account)
    const engine = makeEngine(
      { account, outbox, cache },
      {
        app: appVersion,
        clock,
        chance,
        locks,
        tokens,
        transport: fetchTransport,
        read: readRecord,
        scopes: () => wantedScopes(cache, { account, now: clock.now(), looking: [], arrivalOf: () => undefined }),
        report: () => {},
      },
    )
    const end = await untilSent(engine, { outbox }, { clock, chance, timers, online, onOnline, patienceMs, failed })
    if (end === 'waiting') throw new Error('Not sent yet')
  } finally {
    outbox.close()
    cache.close()
    device.close()
  }
}

const online = (): boolean => navigator.onLine !== false

function onOnline(hear: () => void): () => void {
  addEventListener('online', hear)
  return () => removeEventListener('online', hear)
}

/** Nobody looks at a worker's console; the page tells of what fails there. */
const failed = (): void => {}

const accountOf = (person: unknown): string | undefined =>
  typeof person === 'object' && person !== null && 'id' in person && typeof person.id === 'string'
    ? person.id
    : undefined
