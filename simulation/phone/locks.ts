import type { Owner, Scheduler } from '../machine/scheduler.ts'

interface Asked {
  readonly owner: Owner
  readonly shared: boolean
  readonly grant: (held: boolean) => void
}

interface Held {
  readonly owner: Owner
  readonly shared: boolean
}

export interface LockOptions {
  readonly mode?: 'shared' | 'exclusive'
  readonly ifAvailable?: boolean
}

type Work = (lock: { name: string } | null) => unknown

/** Web Locks of one phone: what a dead tab held is free again. */
export class LockTable {
  readonly #held = new Map<string, Held[]>()
  readonly #waiting = new Map<string, Asked[]>()
  readonly #scheduler: Scheduler

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler
  }

  /** `navigator.locks` of one tab. */
  of(owner: Owner, lane: string): { request(name: string, ...rest: [Work] | [LockOptions, Work]): Promise<unknown> } {
    return {
      request: (name, ...rest) => {
        const [options, work] = rest.length === 1 ? [{}, rest[0]] : rest
        return new Promise((resolve, reject) => {
          const grant = (held: boolean): void =>
            this.#scheduler.soon(owner, lane, () => {
              const done = (async () => work(held ? { name } : null))()
              done.then(resolve, reject)
              if (held) void done.catch(() => undefined).then(() => this.#release(name, owner))
            })
          this.#ask(name, { owner, shared: options.mode === 'shared', grant }, options.ifAvailable ?? false)
        })
      },
    }
  }

  #ask(name: string, asked: Asked, ifAvailable: boolean): void {
    // What a promise of the dead still asks for would never be given back.
    if (!asked.owner.alive) return
    const waiting = this.#waiting.get(name) ?? []
    if (waiting.length === 0 && this.#isFree(name, asked.shared)) return this.#give(name, asked)
    if (ifAvailable) return asked.grant(false)
    this.#waiting.set(name, [...waiting, asked])
  }

  #isFree(name: string, shared: boolean): boolean {
    const held = this.#held.get(name) ?? []
    return held.length === 0 || (shared && held.every((one) => one.shared))
  }

  #give(name: string, { owner, shared, grant }: Asked): void {
    this.#held.set(name, [...(this.#held.get(name) ?? []), { owner, shared }])
    grant(true)
  }

  #release(name: string, owner: Owner): void {
    const held = this.#held.get(name) ?? []
    const mine = held.findIndex((one) => one.owner === owner)
    if (mine >= 0) this.#held.set(name, held.toSpliced(mine, 1))
    this.#next(name)
  }

  #next(name: string): void {
    for (;;) {
      const [first, ...rest] = this.#waiting.get(name) ?? []
      if (!first || !this.#isFree(name, first.shared)) return
      this.#waiting.set(name, rest)
      this.#give(name, first)
    }
  }

  isHeld(name: string): boolean {
    return (this.#held.get(name) ?? []).length > 0
  }

  abandon(owner: Owner): void {
    for (const [name, waiting] of this.#waiting)
      this.#waiting.set(
        name,
        waiting.filter((one) => one.owner !== owner),
      )
    for (const [name, held] of this.#held) {
      const left = held.filter((one) => one.owner !== owner)
      if (left.length === held.length) continue
      this.#held.set(name, left)
      this.#next(name)
    }
  }
}
