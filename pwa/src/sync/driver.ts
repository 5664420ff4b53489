import { backoff, breathMs, pollMs, stuckMs } from 'shared/sync/protocol.ts'
import { nextTurnAt, oldestUnsent } from '../local/queue.ts'
import type { DrainEnd, Engine, EngineStores } from './engine.ts'
import type { Chance, Clock, Timers } from './ports.ts'
import type { SyncState } from './state.ts'

export interface DriverPorts {
  readonly clock: Clock
  readonly chance: Chance
  readonly timers: Timers
  /** What the browser believes about the network. */
  readonly online: () => boolean
  readonly visible: () => boolean
  readonly show: (change: Partial<SyncState>) => void
  readonly failed: (error: unknown) => void
}

/** Decides when the engine runs: now, after a back-off, or at the pace of a poll. Every trigger ends here. */
export interface Driver {
  /**
   * Run now; one that is running runs once more afterwards. Resolves when that is done. While the browser says offline,
   * only a person's `wanted` run, and now and then another, really tries: the browser may be wrong.
   */
  kick(wanted?: 'wanted'): Promise<void>
  /** Resolves when nothing runs any more. */
  rest(): Promise<void>
  /** The server answered, whatever else this run still has to do. */
  heard(): void
  /** The browser's word on the network, or the page, changed. */
  look(): void
  stop(): void
}

/** While the browser says offline, of so many runs one tries all the same. */
const tryAnyway = 4
/** Another tab drains: look again soon, in case it dies. */
const elsewhereMs = 5_000
const lookMs = 15_000

export function makeDriver(engine: Engine, { outbox }: Pick<EngineStores, 'outbox'>, ports: DriverPorts): Driver {
  const { clock, chance, timers, show } = ports
  let failures = 0
  let lastGoodAt = 0
  let onlineSince = clock.now()
  let offlineSince: number | null = null
  let running: Promise<void> | undefined
  let again = false
  let wantedRun = false
  let stopped = false
  let callOff = (): void => {}
  let callOffLook = (): void => {}

  const later = (ms: number): void => {
    callOff()
    if (!stopped) callOff = timers.after(ms, () => void kick())
  }

  /** The outbox itself failed, or was closed under us: look again later, if there is a later. */
  function mishap(error: unknown): void {
    if (stopped) return
    ports.failed(error)
    later(elsewhereMs)
  }
  const quietly = (work: Promise<void>): void => void work.catch(mishap)

  /** The hint for the screen, and whether something waits too long although the browser says online. */
  async function tell(reached: boolean | null): Promise<void> {
    if (stopped) return
    const now = clock.now()
    const online = reached ?? ports.online()
    if (online) offlineSince = null
    else offlineSince ??= now
    if (!ports.online()) onlineSince = now
    const oldest = await oldestUnsent(outbox)
    const quietSince = Math.max(oldest ?? now, lastGoodAt, onlineSince)
    show({ online, offlineSince, stuckSince: now - quietSince >= stuckMs ? quietSince : null })
    callOffLook()
    if (!stopped && oldest !== null) callOffLook = timers.after(lookMs, () => quietly(tell(reached)))
  }

  async function run(): Promise<void> {
    const hopeless = !ports.online() && !wantedRun && failures % tryAnyway !== tryAnyway - 1
    wantedRun = false
    if (hopeless) return arrange({ kind: 'unreachable' })
    show({ phase: 'exchanging' })
    let end: DrainEnd
    try {
      end = await engine.drain()
    } catch (error) {
      ports.failed(error)
      end = { kind: 'busy', retryAfterMs: null }
    }
    if (!stopped) await arrange(end)
  }

  async function arrange(end: DrainEnd): Promise<void> {
    const now = clock.now()
    switch (end.kind) {
      case 'done': {
        failures = 0
        lastGoodAt = now
        show({ phase: 'idle', lastExchangeAt: now })
        const turn = await nextTurnAt(outbox, now)
        const wait = turn === null ? Infinity : Math.max(turn - now, breathMs)
        const poll = ports.visible() ? pollMs(chance.fraction()) : Infinity
        if (Math.min(wait, poll) < Infinity) later(Math.min(wait, poll))
        return tell(true)
      }
      case 'elsewhere':
        show({ phase: 'idle' })
        later(elsewhereMs)
        return tell(null)
      case 'sign-in':
        show({ phase: 'needs-sign-in' })
        callOff()
        return tell(null)
      case 'unreachable':
      case 'busy':
      case 'refused':
        failures += 1
        show({ phase: 'waiting' })
        later(Math.max(backoff(failures, chance.fraction()), end.kind === 'busy' ? (end.retryAfterMs ?? 0) : 0))
        return tell(end.kind === 'unreachable' ? false : null)
    }
  }

  async function kick(wanted?: 'wanted'): Promise<void> {
    if (stopped) return
    wantedRun ||= wanted === 'wanted'
    if (running) {
      again = true
      return running
    }
    callOff()
    running = (async () => {
      do {
        again = false
        await run().catch(mishap)
      } while (again && !stopped)
    })()
    try {
      await running
    } finally {
      running = undefined
    }
  }

  return {
    kick,
    rest: async () => running,
    heard() {
      if (stopped) return
      lastGoodAt = clock.now()
      offlineSince = null
      show({ online: true, offlineSince, stuckSince: null, lastExchangeAt: lastGoodAt })
    },
    look: () => quietly(tell(null)),
    stop() {
      stopped = true
      callOff()
      callOffLook()
    },
  }
}
