import type { Scheduler } from './scheduler.ts'

/**
 * Timers and turns of the process itself, for what takes them from the global scope: server code and libraries.
 * They belong to whoever runs, and die with them.
 */
export function ownTimers(scheduler: Scheduler): () => void {
  const real = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate }
  const calls = new Map<number, () => void>()
  let next = 0

  const clear = (timer: unknown): void => {
    const id = Number(timer)
    calls.get(id)?.()
    calls.delete(id)
  }
  const handle = (id: number) => ({
    unref: () => handle(id),
    ref: () => handle(id),
    hasRef: () => false,
    [Symbol.toPrimitive]: () => id,
  })
  const once = (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
    const id = (next += 1)
    const { owner, place } = scheduler
    const off = scheduler.after(owner, ms, `${place}/timers`, () => {
      // Called off when it was due already, and had not had its turn.
      if (calls.delete(id)) run(...given)
    })
    calls.set(id, off)
    return handle(id)
  }
  const often = (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
    const id = (next += 1)
    const { owner, place } = scheduler
    const again = (): void => {
      const off = scheduler.after(owner, Math.max(1, ms), `${place}/timers`, () => {
        if (!calls.has(id)) return
        again()
        run(...given)
      })
      calls.set(id, off)
    }
    again()
    return handle(id)
  }
  Object.assign(globalThis, {
    setTimeout: once,
    clearTimeout: clear,
    setInterval: often,
    clearInterval: clear,
    setImmediate: (run: (...given: unknown[]) => void, ...given: unknown[]) => once(run, 0, ...given),
  })
  return () => void Object.assign(globalThis, real)
}
