import { appVersion } from '../local/app-version.ts'
import { CacheDb } from '../local/cache-db.ts'
import { DeviceDb } from '../local/device-db.ts'
import { OutboxDb } from '../local/outbox-db.ts'
import { unsentCount } from '../local/queue.ts'
import { wantedScopes } from '../local/scopes.ts'
import { createAuth } from '../session/auth.ts'
import { readSession } from '../session/read-session.ts'
import { chance, channel, clock, locks } from '../sync/browser-ports.ts'
import { makeEngine } from '../sync/engine.ts'
import { fetchTransport } from '../sync/fetch-exchange.ts'
import { send } from '../sync/transport.ts'
import { readRecord } from '../sync/wire.ts'

/**
 * Sends what waits while no page is open, as the person who is signed in on this phone. Throws while something still
 * waits for a network, so that the browser tries again.
 */
export async function drainInBackground(): Promise<void> {
  const device = new DeviceDb()
  const account = accountOf((await device.facts.get('person'))?.value)
  if (account === undefined) return
  const outbox = new OutboxDb(account)
  const cache = new CacheDb(account)
  try {
    if ((await unsentCount(outbox)) === 0) return
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
    const end = await engine.drain()
    if (end.kind === 'unreachable' || end.kind === 'busy') throw new Error(`Not sent yet: ${end.kind}`)
  } finally {
    outbox.close()
    cache.close()
    device.close()
  }
}

const accountOf = (person: unknown): string | undefined =>
  typeof person === 'object' && person !== null && 'id' in person && typeof person.id === 'string'
    ? person.id
    : undefined
