import { isOlder } from 'shared/sync/protocol.ts'
import { departureOf } from 'shared/timetable/departures.ts'
import { appVersion } from '../local/app-version.ts'
import { noteServerTime } from '../local/clock-offset.ts'
import { isFull } from '../local/handle.ts'
import { readAgain } from '../local/read-again.ts'
import { shelved } from '../local/packs.ts'
import { archive, retryStuck } from '../local/queue.ts'
import { recordsIn } from '../local/rows.ts'
import { tidy, wantedScopes, type ArrivalOf } from '../local/scopes.ts'
import { freeCache } from '../local/storage.ts'
import { shelf, type Stores } from '../local/stores.ts'
import { readTimetables } from '../local/timetables.ts'
import { chance, clock, locks, timers } from './browser-ports.ts'
import { makeDriver } from './driver.ts'
import { makeEngine, type EngineEvent } from './engine.ts'
import { fetchTransport } from './fetch-exchange.ts'
import { followed } from './followed.ts'
import { refreshPacks } from './fetch-packs.ts'
import { nameOf, note } from './notes.ts'
import { listenForPokes } from './pokes.ts'
import type { Tokens } from './ports.ts'
import type { SyncState } from './state.ts'
import { watchPage } from './triggers.ts'
import { readRecord } from './wire.ts'

export interface Running {
  kick(wanted?: 'wanted'): Promise<void>
  stop(): Promise<void>
}

/** The engine on this page: ports of the browser, triggers, pokes. Everything that starts an exchange ends in `kick`. */
export function runSync(
  stores: Stores,
  { tokens, show }: { tokens: Tokens; show: (change: Partial<SyncState>) => void },
): Running {
  const arrivalOf = arrivals()
  const engine = makeEngine(stores, {
    app: appVersion,
    clock,
    chance,
    locks,
    tokens,
    transport: fetchTransport,
    read: readRecord,
    scopes: async () =>
      wantedScopes(stores.cache, {
        account: stores.account,
        now: clock.now(),
        looking: followed.now(),
        arrivalOf: await arrivalOf(),
      }),
    report: (event) => {
      if (event.kind === 'answered') {
        driver.heard()
        show({ outdated: isOlder(appVersion, event.oldestApp) })
      }
      void hear(stores, event)
    },
  })
  const driver = makeDriver(engine, stores, {
    clock,
    chance,
    timers,
    online: () => navigator.onLine !== false,
    visible: () => document.visibilityState === 'visible',
    show,
    failed: (error) => note('exchange-failed', nameOf(error), clock.now()),
  })
  let tidiedAt = -Infinity
  let stopped = false

  async function tidyNowAndThen(): Promise<void> {
    const now = clock.now()
    if (Math.abs(now - tidiedAt) < tidyEveryMs) return
    tidiedAt = now
    await archive(stores.outbox, now)
    await tidy(stores.cache, { now, arrivalOf: await arrivalOf() })
  }

  const kick: Running['kick'] = async (wanted) => {
    await driver.kick(wanted)
    try {
      if (!stopped) await followPacks(stores)
      if (!stopped) await tidyNowAndThen()
    } catch (error) {
      if (!stopped) note('cache-failed', nameOf(error), clock.now())
    }
  }
  const unwatch = watchPage({ kick, look: driver.look })
  const hush = listenForPokes({ stores, tokens, kick })
  void begin()

  async function begin(): Promise<void> {
    await retryStuck(stores.outbox, appVersion).catch(() => 0)
    await readAgain(stores.cache, appVersion, readRecord).catch(() => 0)
    await kick()
  }

  return {
    kick,
    async stop() {
      stopped = true
      unwatch()
      hush()
      driver.stop()
      // What is on its way may finish, but nobody who signs out waits for a network.
      await Promise.race([driver.rest(), new Promise((resolve) => timers.after(lastWordMs, () => resolve(undefined)))])
    },
  }
}

/** Arrival times out of the timetables on the shelf, read when first needed. */
function arrivals(): () => Promise<ArrivalOf> {
  return async () => {
    const { timetables } = await readTimetables(shelf)
    return (departure) => departureOf(timetables, departure)?.calls.at(-1)?.arrivalAt
  }
}

/** Brings the shelf up to the packs of the `public` scope; when they are the same that costs one read. */
async function followPacks({ cache }: Stores): Promise<void> {
  const [scope, list] = [await cache.scopes.get('public'), await shelved(shelf)]
  const pointers = await recordsIn(cache, 'public', 'pack')
  const same =
    pointers.length === list?.pointers.length &&
    pointers.every(({ hash }) => list.pointers.some((one) => one.hash === hash))
  const confirmed = scope?.asOf ?? 0
  if (pointers.length > 0 && (!same || confirmed - (list?.syncedAt ?? 0) > packsNoteMs))
    await refreshPacks(shelf, pointers)
}

const lastWordMs = 1_000
const tidyEveryMs = 3_600_000

/** "Timetable synced" is written again at most this often. */
const packsNoteMs = 10 * 60_000

async function hear({ cache }: Stores, event: EngineEvent): Promise<void> {
  switch (event.kind) {
    case 'answered':
      noteServerTime({ sentAt: event.sentAt, receivedAt: event.at, serverAt: event.serverAt })
      return
    case 'applied':
      if (event.applied.kind === 'digest-differs') note('fetched-anew', event.applied.scope, clock.now())
      return
    case 'cache-failed':
      if (isFull(event.error)) await freeCache(cache)
      note('cache-failed', nameOf(event.error), clock.now())
      return
    case 'new-epoch':
    case 'device-forked':
      return note(event.kind, '', clock.now())
    case 'stuck':
      return note('stuck', event.id, clock.now())
  }
}
