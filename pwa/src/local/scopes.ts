import { parseScope, type Scope } from 'shared/sync/scope.ts'
import { parseDepartureId } from 'shared/timetable/departure-id.ts'
import type { CacheDb } from './cache-db.ts'
import { recordsOf } from './rows.ts'

const hour = 3_600_000
const dayMs = 24 * hour
/** A departure the person opened stays fresh for a week. */
const openedMs = 7 * dayMs
/** Names of passengers leave the phone 24 h after the coach arrived. */
const manifestMs = 24 * hour
/** How long after the start of its service date a departure has surely arrived, when its timetable is not at hand. */
const longRideMs = 2 * dayMs

/** When a departure arrives at its last stop; undefined when no timetable held knows it. */
export type ArrivalOf = (departure: string) => number | undefined

const endOf = (departure: string, arrivalOf: ArrivalOf): number =>
  arrivalOf(departure) ?? (parseDepartureId(departure)?.day ?? 0) * dayMs + longRideMs

/** All that this phone follows, what matters most first. */
export async function wantedScopes(
  cache: CacheDb,
  wish: { account: string; now: number; looking: readonly Scope[]; arrivalOf: ArrivalOf },
): Promise<Scope[]> {
  const opened = (await cache.followed.toArray()).flatMap((row) => {
    const scope = followable(row.scope)
    return scope && isFresh(scope, row.openedAt, wish) ? [scope] : []
  })
  const bookings = await recordsOf(cache, 'booking')
  const coming = bookings.filter((one) => one.status !== 'expired' && one.alight.at > wish.now - dayMs)
  const manifests = (scope: Scope) => scope.startsWith('manifest:')
  return [
    ...new Set<Scope>([
      `account:${wish.account}`,
      'public',
      ...opened.filter(manifests),
      ...wish.looking.filter((scope) => !manifests(scope) || isFresh(scope, wish.now, wish)),
      ...coming.map((booking): Scope => `departure:${booking.departure}`),
      ...opened,
    ]),
  ]
}

function followable(text: string): Scope | undefined {
  const scope = parseScope(text)
  if (scope?.kind === 'departure') return `departure:${scope.of}`
  if (scope?.kind === 'manifest') return `manifest:${scope.of}`
  return undefined
}

function isFresh(scope: Scope, openedAt: number, { now, arrivalOf }: { now: number; arrivalOf: ArrivalOf }): boolean {
  const departure = parseScope(scope)?.of ?? ''
  const end = endOf(departure, arrivalOf)
  return scope.startsWith('manifest:') ? end + manifestMs > now : openedAt + openedMs > now && end > now
}

/**
 * What nobody needs any more: manifests 24 h after arrival (whatever is followed), departures that nobody opened for a
 * week and that are past.
 */
export async function tidy(
  cache: CacheDb,
  { now, arrivalOf }: { now: number; arrivalOf: ArrivalOf },
): Promise<string[]> {
  const wanted = new Set(
    (await cache.followed.toArray())
      .filter((row) => {
        const scope = followable(row.scope)
        return scope !== undefined && isFresh(scope, row.openedAt, { now, arrivalOf })
      })
      .map((row) => row.scope),
  )
  return cache.transaction('rw', cache.rows, cache.staged, cache.scopes, cache.followed, async () => {
    const old = (await cache.scopes.toArray()).filter((row) => {
      const scope = followable(row.scope)
      if (scope === undefined || wanted.has(scope)) return false
      const end = endOf(parseScope(scope)?.of ?? '', arrivalOf)
      return scope.startsWith('manifest:') ? end + manifestMs <= now : (row.asOf ?? 0) + openedMs <= now
    })
    const names = old.map((row) => row.scope)
    await cache.rows.where('scope').anyOf(names).delete()
    await cache.staged.where('scope').anyOf(names).delete()
    await cache.scopes.bulkDelete(names)
    await cache.followed.filter((row) => !wanted.has(row.scope)).delete()
    return names
  })
}
