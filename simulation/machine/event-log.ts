import { createHash, type Hash } from 'node:crypto'

/** What happened, line by line. Same seed, same lines: nothing of the real machine (time, threads, memory) may enter. */
export class EventLog {
  readonly lines: string[] = []
  readonly #hash: Hash = createHash('sha256')
  readonly #now: () => number
  readonly #start: number

  constructor(now: () => number) {
    this.#now = now
    this.#start = now()
  }

  add(who: string, what: string): void {
    const line = `${((this.#now() - this.#start) / 1000).toFixed(3).padStart(9)} ${who.padEnd(8)} ${what}`
    this.lines.push(line)
    this.#hash.update(`${line}\n`)
  }

  digest(): string {
    return this.#hash.copy().digest('hex').slice(0, 16)
  }
}
