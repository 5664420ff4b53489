import { must, type Result } from 'shared/base/result.ts'
import type { Statement } from './statement.ts'
import type { Change, Flushed, Tx, WriteChanges } from './transact.ts'

type Soon<T> = T | Promise<T>

/** The open transaction a unit runs its statements in. */
export interface Transaction {
  all<P extends object, R>(statement: Statement<P, R>, params: P): Soon<R[]>
  get<P extends object, R>(statement: Statement<P, R>, params: P): Soon<R | undefined>
  /** Number of rows changed. */
  run<P extends object>(statement: Statement<P, unknown>, params: P): Soon<number>
  /** Savepoints. */
  control(sql: string): Soon<void>
  /** `broken`: it goes on only from a savepoint. `lost`: the database gave it up, nothing can be taken back alone. */
  readonly state: 'sound' | 'broken' | 'lost'
}

/**
 * How a unit is run. `bare`, without savepoints: nearly always nothing has to be taken back. When something has, all is
 * rolled back and run again `guarded`, each unit and each attempt behind a savepoint.
 */
export type Footing = 'bare' | 'guarded'

/** On bare footing something has to be taken back. */
export class NeedsGuard extends Error {
  override readonly name = 'NeedsGuard'
}

export interface UnitOptions {
  readonly now: number
  readonly footing: Footing
  readonly writeChanges: WriteChanges
}

/** One unit of work, on whichever database: what it noted, what is undone with an attempt, and when it is over. */
export class Unit implements Tx {
  readonly now: number
  readonly after: (() => void)[] = []
  readonly #changes: Change[] = []
  readonly #transaction: Transaction
  readonly #options: UnitOptions
  #depth = 0
  #writes = 0
  #needsGuard = false
  #over = false

  constructor(transaction: Transaction, options: UnitOptions) {
    this.#transaction = transaction
    this.#options = options
    this.now = options.now
  }

  async all<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R[]> {
    return this.#open.all(statement, params)
  }

  async get<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R | undefined> {
    return this.#open.get(statement, params)
  }

  async run<P extends object>(statement: Statement<P, unknown>, params: P): Promise<number> {
    this.#writes += 1
    const transaction = this.#open
    // SQLite would keep it at once, by itself.
    if (transaction.state === 'lost') throw new Error('The database gave this unit up: nothing more is written in it')
    return transaction.run(statement, params)
  }

  /** What was not awaited would run within the next unit, and be kept or undone with that one. */
  get #open(): Transaction {
    if (this.#over) throw new Error('This unit has ended: await every query within it')
    return this.#transaction
  }

  /** Statements run so far that write. */
  get writes(): number {
    return this.#writes
  }

  /** Something has to be taken back, whatever the work made of it. */
  get needsGuard(): boolean {
    return this.#needsGuard
  }

  changed(kind: Change['kind'], id: string, placed?: Change['placed']): void {
    this.#changes.push({ kind, id, ...(placed && { placed }) })
  }

  afterCommit(work: () => void): void {
    this.after.push(work)
  }

  async attempt<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    const transaction = this.#open
    const mark = `attempt_${(this.#depth += 1)}`
    const before = { changes: this.#changes.length, after: this.after.length, writes: this.#writes }
    const guarded = this.#options.footing === 'guarded'
    if (guarded) await transaction.control(`savepoint ${mark}`)
    const undo = async () => {
      this.#changes.length = before.changes
      this.after.length = before.after
      if (guarded) await transaction.control(`rollback to ${mark}`)
      else if (this.#writes > before.writes || transaction.state === 'broken') this.#needsGuard = true
    }
    try {
      const result = await work()
      if (!result.ok) await undo()
      if (this.#needsGuard) throw new NeedsGuard()
      if (guarded) await transaction.control(`release ${mark}`)
      return result
    } catch (error) {
      if (error instanceof NeedsGuard || transaction.state === 'lost') throw error
      await undo()
      if (guarded) await transaction.control(`release ${mark}`)
      throw error
    } finally {
      this.#depth -= 1
    }
  }

  get noted(): number {
    return this.#changes.length
  }

  async flush(): Promise<Flushed> {
    if (this.#depth > 0) throw new Error('flush within an attempt: what it wrote could be undone, its heads could not')
    const noted = this.#changes.splice(0)
    const keys = noted.map(({ kind, id }) => `${kind} ${id}`)
    const last = new Map(keys.map((key, i) => [key, noted[i]]))
    const changes = [...last.values()].filter((change) => change !== undefined)
    if (changes.length === 0) return () => ({})
    const { heads, scopes } = await this.#options.writeChanges(this, changes)
    const scopesOf = new Map([...last.keys()].map((key, i) => [key, scopes[i] ?? []]))
    return (from, to) => {
      const reached: Record<string, number> = {}
      for (const key of keys.slice(from, to)) {
        for (const scope of scopesOf.get(key) ?? []) reached[scope] = must(heads[scope], 'head of a scope written to')
      }
      return reached
    }
  }

  /** The last writes of the unit. @throws NeedsGuard when the work swallowed that something has to be taken back. */
  async finish(): Promise<void> {
    await this.flush()
    if (this.#transaction.state === 'lost') throw new Error('The database gave the unit up, and its work went on')
    if (this.#needsGuard) throw new NeedsGuard()
  }

  end(): void {
    this.#over = true
  }
}
