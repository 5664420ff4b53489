import type { Owner, Scheduler } from '../machine/scheduler.ts'

interface End {
  readonly owner: Owner
  readonly lane: string
  readonly listeners: Set<(event: { data: unknown }) => void>
}

/** Broadcast channels of one phone: what a tab posts, the others hear later, in order. */
export class Channels {
  readonly #ends = new Map<string, Set<End>>()
  readonly #scheduler: Scheduler

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler
  }

  /** The class `BroadcastChannel` of one tab. */
  of(owner: Owner, lane: string) {
    const ends = this.#ends
    const scheduler = this.#scheduler
    return class {
      readonly #end: End = { owner, lane, listeners: new Set() }
      readonly #all: Set<End>
      constructor(name: string) {
        this.#all = ends.get(name) ?? new Set()
        ends.set(name, this.#all)
        this.#all.add(this.#end)
      }
      postMessage(message: unknown): void {
        for (const other of this.#all) {
          if (other === this.#end || !other.owner.alive) continue
          const data: unknown = structuredClone(message)
          scheduler.soon(other.owner, other.lane, () => {
            for (const hear of other.listeners) hear({ data })
          })
        }
      }
      addEventListener(_type: string, hear: (event: { data: unknown }) => void): void {
        this.#end.listeners.add(hear)
      }
      removeEventListener(_type: string, hear: (event: { data: unknown }) => void): void {
        this.#end.listeners.delete(hear)
      }
      close(): void {
        this.#all.delete(this.#end)
      }
    }
  }

  abandon(owner: Owner): void {
    for (const ends of this.#ends.values()) for (const end of ends) if (end.owner === owner) ends.delete(end)
  }
}
