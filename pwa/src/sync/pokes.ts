import { poke } from 'shared/sync/envelope.ts'
import { backoff } from 'shared/sync/protocol.ts'
import type { Stores } from '../local/stores.ts'
import { chance, locks } from './browser-ports.ts'
import type { Tokens } from './ports.ts'
import { lines } from './transport.ts'

/**
 * Hears "scope S moved to N" while this tab is looked at and holds the lock; one tab of the phone listens. A lost poke
 * is harmless: the next poll finds the same.
 */
export function listenForPokes(at: { stores: Stores; tokens: Tokens; kick: () => Promise<void> }): () => void {
  let ended = false
  let stop = new AbortController()
  let listening = false
  /** It was tried before: without a token, a lock or a look at the page nothing was heard since. */
  let missed = false

  const look = () => {
    if (document.visibilityState === 'visible') void listen()
    else stop.abort()
  }

  async function listen(): Promise<void> {
    if (listening || ended) return
    listening = true
    stop = new AbortController()
    const { signal } = stop
    try {
      await locks.tryHold('wayfare-pokes', () => keepListening(at, signal, missed))
    } finally {
      missed = true
      listening = false
    }
    if (!ended && document.visibilityState === 'visible') setTimeout(look, 20_000)
  }

  document.addEventListener('visibilitychange', look)
  look()
  return () => {
    ended = true
    stop.abort()
    document.removeEventListener('visibilitychange', look)
  }
}

/**
 * Listens until `signal` says so, again after each end. What was said while nobody listened is asked for when the stream
 * is open; where this is the first attempt (`missedBefore` false), the app's start has just done so.
 */
export async function keepListening(
  { stores, tokens, kick }: { stores: Stores; tokens: Tokens; kick: () => Promise<void> },
  signal: AbortSignal,
  missedBefore = false,
): Promise<void> {
  let missed = missedBefore
  const opened = () => {
    if (missed) void kick()
  }
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      const token = await tokens.get()
      if (token.kind !== 'token') return
      for await (const line of lines('/api/sync/pokes', { token: token.token, signal }, opened)) {
        failures = 0
        if (await isNews(stores, line)) void kick()
      }
    } catch {
      // Ended by a proxy, the server or the network.
    }
    missed = true
    await pause(Math.max(1_000, backoff(failures + 2, chance.fraction())), signal)
  }
}

async function isNews({ cache }: Stores, line: string): Promise<boolean> {
  try {
    const heard = poke.safeParse(JSON.parse(line))
    if (!heard.success) return false
    const stands = await cache.scopes.get(heard.data.scope)
    return stands !== undefined && stands.cursor < heard.data.to
  } catch {
    return false
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
