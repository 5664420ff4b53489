import { now } from '../local/clock.ts'
import type { Chance, Channel, Clock, Locks, Timers } from './ports.ts'

/** The browser's clock, chance, timers, locks and channel between tabs. */
export const clock: Clock = { now }

export const chance: Chance = {
  bytes: (n) => crypto.getRandomValues(new Uint8Array(n)),
  fraction: () => Math.random(),
}

export const timers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** Web Locks. Where a page has none (an insecure origin) leases and the server's idempotency carry on alone. */
export const locks: Locks = {
  exclusive: typeof navigator !== 'undefined' && 'locks' in navigator,
  hold: (name, work) => ('locks' in navigator ? granted(name, {}, work) : work()),
  tryHold: (name, work) => ('locks' in navigator ? granted(name, { ifAvailable: true }, work) : work()),
}

/** The lock's result type is lost in the DOM's signature, so the answer is carried out by hand. */
async function granted<T>(name: string, options: LockOptions, work: () => Promise<T>): Promise<T>
async function granted<T>(name: string, options: LockOptions, work: () => Promise<T>): Promise<T | undefined> {
  let result: T | undefined
  await navigator.locks.request(name, options, async (lock) => {
    if (lock) result = await work()
  })
  return result
}

export function channel(name: string): Channel {
  const broadcast = new BroadcastChannel(name)
  return {
    post: (message) => broadcast.postMessage(message),
    listen(hear) {
      const listener = (event: MessageEvent) => hear(event.data)
      broadcast.addEventListener('message', listener)
      return () => broadcast.removeEventListener('message', listener)
    },
  }
}
