import type { Chance, Channel, Clock, Locks, Timers } from '../sync/ports.ts'

/** A clock that stands until told, with timers that ring as it moves. */
export interface ManualClock extends Clock, Timers {
  /** Moves on; timers on the way ring in order, each followed by all that it sets off. */
  advance(ms: number, settle: () => Promise<void>): Promise<void>
  /** The phone's clock is set; timers do not care. */
  set(now: number): void
}

export function manualClock(start: number): ManualClock {
  let wall = start
  let elapsed = 0
  let next = 0
  const timers = new Map<number, { at: number; run: () => void }>()
  return {
    now: () => wall,
    set: (now) => void (wall = now),
    after(ms, run) {
      const id = (next += 1)
      timers.set(id, { at: elapsed + ms, run })
      return () => void timers.delete(id)
    },
    async advance(ms, settle) {
      const end = elapsed + ms
      for (;;) {
        const due = [...timers].filter(([, timer]) => timer.at <= end).sort(([, a], [, b]) => a.at - b.at)[0]
        const to = due ? due[1].at : end
        wall += to - elapsed
        elapsed = to
        if (!due) return
        timers.delete(due[0])
        due[1].run()
        await settle()
      }
    },
  }
}

/** Dice that can be rolled again: mulberry32. */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return { fraction, bytes: (n) => Uint8Array.from({ length: n }, () => Math.floor(fraction() * 256)) }
}

/** Locks of one phone, held in memory. */
export function memoryLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>()
  const hold: Locks['hold'] = async (name, work) => {
    const before = tails.get(name)
    const mine = (async () => {
      await before?.catch(() => undefined)
      return work()
    })()
    tails.set(name, mine)
    try {
      return await mine
    } finally {
      if (tails.get(name) === mine) tails.delete(name)
    }
  }
  return { exclusive: true, hold, tryHold: async (name, work) => (tails.has(name) ? undefined : hold(name, work)) }
}

/** Locks that never hold anybody back: a browser without them. */
export const noLocks: Locks = {
  exclusive: false,
  hold: (_name, work) => work(),
  tryHold: (_name, work) => work(),
}

/** The tabs of one phone: each gets its own end, and hears the others. */
export function memoryChannel(): () => Channel {
  const ends = new Set<{ hear: Set<(message: unknown) => void> }>()
  return () => {
    const end = { hear: new Set<(message: unknown) => void>() }
    ends.add(end)
    return {
      post(message) {
        for (const other of ends) if (other !== end) for (const hear of other.hear) hear(structuredClone(message))
      },
      listen(hear) {
        end.hear.add(hear)
        return () => end.hear.delete(hear)
      },
    }
  }
}
