import type { Dice } from './dice.ts'

/** Somebody whose work can be stopped: a tab, a server, the world itself. What the dead had still to do is never done. */
export interface Owner {
  readonly name: string
  alive: boolean
  /** Nothing of it runs before this time: a page in the background, a phone asleep. */
  frozenUntil: number
}

export const newOwner = (name: string): Owner => ({ name, alive: true, frozenUntil: 0 })

interface Task {
  readonly owner: Owner
  readonly run: () => void
}

interface Timer extends Task {
  readonly at: number
  readonly order: number
  readonly lane: string
  /** Put off because its owner was frozen. */
  readonly parked?: true
}

export interface RunPlan {
  readonly until: number
  readonly done?: () => boolean
  readonly each?: () => void | Promise<void>
}

/** Taken before anything replaces it: the one real turn of the event loop that ends a step. */
const turn = setImmediate

/** So many steps without a timer are taken to cost some time, so that nobody spins for ever in one moment. */
const stepsOfAMoment = 4_000

/**
 * All that happens, one task after another. Tasks of one lane keep their order; which lane goes next is up to the
 * dice. Time stands while anything is ready, then jumps to the next timer. Between two tasks all promises settle.
 */
export class Scheduler {
  now: number
  steps = 0
  /** Where the task that runs belongs: the part of its lane before the slash. */
  place = ''
  /** Whose task runs. */
  owner: Owner = newOwner('nobody')
  readonly #dice: Dice
  readonly #lanes = new Map<string, Task[]>()
  readonly #ready: string[] = []
  readonly #timers: Timer[] = []
  #order = 0
  #moment = 0
  readonly #isOutside: () => boolean

  /** `isOutside`: whether somebody outside is at work who will hand in a task; time stands until then. */
  constructor(start: number, dice: Dice, isOutside: () => boolean = () => false) {
    this.now = start
    this.#dice = dice
    this.#isOutside = isOutside
  }

  /** As soon as its lane has its turn. */
  soon(owner: Owner, lane: string, run: () => void): void {
    const tasks = this.#lanes.get(lane)
    if (tasks && tasks.length > 0) return void tasks.push({ owner, run })
    if (tasks) tasks.push({ owner, run })
    else this.#lanes.set(lane, [{ owner, run }])
    this.#ready.push(lane)
  }

  /** @returns how to call it off. */
  after(owner: Owner, ms: number, lane: string, run: () => void): () => void {
    const timer: Timer = { owner, run, lane, at: this.now + Math.max(0, Math.ceil(ms)), order: (this.#order += 1) }
    this.#add(timer)
    return () => {
      const found = this.#timers.indexOf(timer)
      if (found >= 0) this.#timers.splice(found, 1)
    }
  }

  /** Sorted with the next one last. */
  #add(timer: Timer): void {
    let low = 0
    let high = this.#timers.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.#timers[middle]
      if (other && (other.at > timer.at || (other.at === timer.at && other.order > timer.order))) low = middle + 1
      else high = middle
    }
    this.#timers.splice(low, 0, timer)
  }

  /** Runs until `done`, or until `until` has come and nothing is ready any more. `each` is called after every task. */
  run({ until, done = () => false, each }: RunPlan): Promise<void> {
    return new Promise((resolve, reject) => {
      const next = async (): Promise<void> => {
        try {
          await each?.()
          if (done() || !this.#step(until)) return resolve()
          turn(() => void next())
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      }
      void next()
    })
  }

  /** @returns false when nothing is left to do before `until`. */
  #step(until: number): boolean {
    const task = this.#moment < stepsOfAMoment ? this.#take() : undefined
    if (task) {
      this.steps += 1
      this.#moment += 1
      task.run()
      return true
    }
    if (!task && this.#isOutside()) return true
    this.#moment = 0
    const timer = this.#timers.at(-1)
    if (!timer || timer.at > until) {
      if (this.#ready.length > 0) return this.#tick(until)
      this.now = until
      return false
    }
    this.now = Math.max(this.now, timer.at)
    while (this.#timers.at(-1) && (this.#timers.at(-1)?.at ?? 0) <= this.now) {
      const due = this.#timers.pop()
      if (!due?.owner.alive) continue
      if (due.owner.frozenUntil > this.now) this.#add({ ...due, at: due.owner.frozenUntil, parked: true })
      else this.soon(due.owner, due.lane, due.run)
    }
    return true
  }

  /** Work is ready and no timer is: a moment passes all the same. */
  #tick(until: number): boolean {
    if (this.now >= until) return false
    this.now += 1
    return true
  }

  #take(): Task | undefined {
    for (let tries = this.#ready.length; tries > 0; tries -= 1) {
      const index = this.#ready.length === 1 ? 0 : this.#dice.below(this.#ready.length)
      const lane = this.#ready[index] ?? ''
      const tasks = this.#lanes.get(lane) ?? []
      const task = tasks.shift()
      const last = this.#ready.pop() ?? ''
      if (tasks.length > 0) {
        if (index < this.#ready.length) {
          this.#ready[index] = lane
          this.#ready.push(last)
        } else this.#ready.push(lane)
      } else {
        this.#lanes.delete(lane)
        if (index < this.#ready.length) this.#ready[index] = last
      }
      if (!task?.owner.alive) continue
      if (task.owner.frozenUntil > this.now) {
        this.#add({ ...task, lane, at: task.owner.frozenUntil, order: (this.#order += 1), parked: true })
        continue
      }
      this.place = lane.split('/', 1)[0] ?? ''
      this.owner = task.owner
      return task
    }
    return undefined
  }

  /** What was put off while its owner was frozen goes on, in its order. */
  thaw(owner: Owner): void {
    owner.frozenUntil = 0
    const parked = this.#timers.filter((timer) => timer.parked && timer.owner === owner)
    for (const timer of parked) this.#timers.splice(this.#timers.indexOf(timer), 1)
    for (const { run, lane } of parked.sort((a, b) => a.order - b.order)) this.soon(owner, lane, run)
  }

  /** Drops what the dead have left, so that their memory goes. */
  forgetTheDead(): void {
    for (let i = this.#timers.length - 1; i >= 0; i -= 1) if (!this.#timers[i]?.owner.alive) this.#timers.splice(i, 1)
  }
}
