import type { Poke } from 'shared/sync/envelope.ts'

export interface PokeListener {
  poke(poke: Poke): void
  /** The session ended, or the server stops: close the stream. */
  end(): void
}

export interface Subscriber {
  readonly account: string
  readonly session: string
}

/**
 * Says "scope S moved to N" to the open streams of the accounts that follow S. Best effort: a lost poke is harmless,
 * so nothing here is stored. Of one process; pokes-between.ts joins several.
 */
export interface Pokes {
  /** The scopes a device of the account asked for in its last exchange, authorised there. */
  follow(account: string, device: string, scopes: readonly string[]): void
  /** @returns a function that ends the subscription. */
  subscribe(subscriber: Subscriber, listener: PokeListener): () => void
  publish(heads: Readonly<Record<string, number>>): void
  /** Close the streams of a session that ended. */
  endSession(session: string): void
  /** Close all streams of an account (disabled, deleted, lost a role). */
  endAccount(account: string): void
  /** Close all streams: their phones come back, and ask what is new. */
  endAll(): void
  close(): void
}

/** Most devices of one account whose wishes are remembered; the oldest is forgotten first. */
const mostDevices = 8
/** Most accounts whose wishes are remembered: a forgotten one hears of its own scope alone until its next exchange. */
const mostAccounts = 20_000

/** Most open streams of one account; the oldest is ended first. A phone has one, whatever it has of tabs. */
export const mostStreams = 16

interface Stream extends Subscriber {
  readonly listener: PokeListener
}

export function createPokes(): Pokes {
  /** By account, then device; both in order of the last exchange. */
  const follows = new Map<string, Map<string, ReadonlySet<string>>>()
  const streams = new Set<Stream>()

  const wants = (account: string, scope: string): boolean => {
    if (scope === 'public' || scope === `account:${account}`) return true
    for (const scopes of follows.get(account)?.values() ?? []) if (scopes.has(scope)) return true
    return false
  }
  const endWhere = (test: (stream: Stream) => boolean) => {
    for (const stream of [...streams]) {
      if (!test(stream)) continue
      streams.delete(stream)
      stream.listener.end()
    }
  }

  return {
    follow(account, device, scopes) {
      const devices = follows.get(account) ?? new Map<string, ReadonlySet<string>>()
      moveToEnd(devices, device, new Set(scopes), mostDevices)
      moveToEnd(follows, account, devices, mostAccounts)
    },
    subscribe(subscriber, listener) {
      const stream = { ...subscriber, listener }
      streams.add(stream)
      const own = [...streams].filter(({ account }) => account === subscriber.account)
      if (own.length > mostStreams) endWhere((one) => one === own[0])
      return () => void streams.delete(stream)
    },
    publish(heads) {
      for (const stream of streams)
        for (const [scope, to] of Object.entries(heads))
          if (wants(stream.account, scope)) stream.listener.poke({ scope, to })
    },
    endSession: (session) => endWhere((stream) => stream.session === session),
    endAccount(account) {
      follows.delete(account)
      endWhere((stream) => stream.account === account)
    },
    endAll: () => endWhere(() => true),
    close() {
      follows.clear()
      endWhere(() => true)
    },
  }
}

function moveToEnd<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > most && oldest !== undefined) map.delete(oldest)
}
