import type { CacheRow } from '../../pwa/src/local/cache-db.ts'
import type { World } from '../world.ts'
import { holds } from './violation.ts'

/** Kinds of records that the older app does not know, as scripts/bundle-simulation.mjs makes it. */
const newKinds: ReadonlySet<string> = new Set(['departure-sold', 'wallet'])

/**
 * Once all is quiet. SM45: an app that is too old for the server says so, and one that is not does not. SM46: what an app
 * cannot read is kept, and everything else is read; after an update nothing is left unread.
 */
export function checkVersions({ phones, userOf }: World): void {
  for (const phone of phones.values()) {
    const { habit } = phone.versions
    const isOld = habit === 'stays'
    for (const { app, name } of phone.pages) {
      if (app.useSync.getState().lastExchangeAt === null) continue
      const { outdated } = app.useSync.getState()
      holds('SM45', outdated === isOld, () => `${name} ${outdated ? 'calls itself too old' : 'does not say that it is too old'}`) // prettier-ignore
    }
    const cache = `wayfare-cache-1-${userOf.get(phone.name)?.account ?? ''}`
    if (phone.disk.isBusy(cache)) continue
    for (const { kind, id, readable, scope } of phone.disk.rows<CacheRow>(cache, 'rows')) {
      const unread = readable === 0
      const why = (): string => `${phone.name} (${habit}) has ${kind} ${id} of ${scope} ${unread ? 'unread' : 'read'}`
      if (!isOld) holds('SM46', !unread, why)
      else if (newKinds.has(kind)) holds('SM46', unread, why)
      else if (!tellsReasons.has(kind)) holds('SM46', !unread, why)
    }
  }
}

/** These may tell a reason that the older app does not know. */
const tellsReasons: ReadonlySet<string> = new Set(['outcome', 'booking', 'waiting', 'payment'])
