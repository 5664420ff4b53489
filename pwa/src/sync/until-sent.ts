import { oldestUnsent } from '../local/queue.ts'
import { makeDriver, type DriverPorts } from './driver.ts'
import type { Engine, EngineStores } from './engine.ts'

export interface UntilSentPorts extends Pick<DriverPorts, 'clock' | 'chance' | 'timers' | 'online' | 'failed'> {
  /** Tells when the browser finds a network again; returns how to stop listening. */
  readonly onOnline: (hear: () => void) => () => void
  /** How long to go on, ms. */
  readonly patienceMs: number
}

/**
 * Runs exchanges at the driver's pace until every request that can be sent has its answer: a page that holds the lock
 * may be closing, a server may be starting. Ends sooner when a person has to sign in, later never than the patience
 * allows and the exchange then under way takes.
 */
export async function untilSent(
  engine: Engine,
  stores: Pick<EngineStores, 'outbox'>,
  { onOnline, patienceMs, ...ports }: UntilSentPorts,
): Promise<'sent' | 'sign-in' | 'waiting'> {
  let end = (_how: 'sent' | 'sign-in' | 'waiting'): void => {}
  const ended = new Promise<'sent' | 'sign-in' | 'waiting'>((resolve) => (end = resolve))
  const watched: Engine = {
    async drain() {
      const one = await engine.drain()
      if (one.kind === 'sign-in') end('sign-in')
      else if ((await oldestUnsent(stores.outbox)) === null) end('sent')
      return one
    },
  }
  const driver = makeDriver(watched, stores, { ...ports, visible: () => false, show: () => {} })
  const unhear = onOnline(() => void driver.kick('wanted'))
  const lapse = ports.timers.after(patienceMs, () => end('waiting'))
  // The browser woke us because it found a network, whatever it says of it here.
  void driver.kick('wanted')
  const how = await ended
  unhear()
  lapse()
  driver.stop()
  await driver.rest()
  return how
}
