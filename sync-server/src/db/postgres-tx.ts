import type { PoolClient, QueryConfig, QueryResult } from 'pg'
import type { Result } from 'shared/base/result.ts'
import { ask, queryOf } from './postgres-connection.ts'
import { overtaken } from './postgres-errors.ts'
import { NeedsGuard, type UnitOptions } from './sqlite-tx.ts'
import type { Statement } from './statement.ts'
import { type Change, StorageUnavailable, type Tx } from './transact.ts'

/** One unit of work on a connection of its own, within a transaction that was begun. */
export class PostgresTx implements Tx {
  readonly now: number
  readonly after: (() => void)[] = []
  readonly #changes: Change[] = []
  readonly #heads: Record<string, number> = {}
  readonly #client: PoolClient
  readonly #options: UnitOptions
  #depth = 0
  #writes = 0
  #needsGuard = false
  #over = false
  /** What the database itself refused, though the work may have gone on or thrown something else. */
  #failure: unknown

  constructor(client: PoolClient, options: UnitOptions) {
    this.#client = client
    this.#options = options
    this.now = options.now
  }

  async all<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R[]> {
    // The statement says what its rows are.
    return (await this.#query(queryOf(statement, params))).rows as R[]
  }

  async get<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R | undefined> {
    return (await this.all(statement, params))[0]
  }

  async run<P extends object>(statement: Statement<P, unknown>, params: P): Promise<number> {
    this.#writes += 1
    return (await this.#query(queryOf(statement, params))).rowCount ?? 0
  }

  async #query(query: QueryConfig | string): Promise<QueryResult> {
    if (this.#over) throw new Error('This unit has ended: await every query within it')
    try {
      return await ask(this.#client, query)
    } catch (error) {
      if (this.#failure === undefined || overtaken(error)) this.#failure = error
      throw error
    }
  }

  /** The last writes of the unit. @throws NeedsGuard when the work swallowed that something has to be taken back. */
  async finish(): Promise<void> {
    await this.flush()
    if (overtaken(this.#failure)) throw this.#failure
    if (this.#needsGuard) throw new NeedsGuard()
  }

  end(): void {
    this.#over = true
  }

  /** What a unit that failed is told to have failed of: when the database said so, whatever the work made of it. */
  endedBy(error: unknown): unknown {
    if (overtaken(this.#failure) || this.#failure instanceof StorageUnavailable) return this.#failure
    return this.#needsGuard ? new NeedsGuard() : error
  }

  changed(kind: Change['kind'], id: string, placed?: Change['placed']): void {
    this.#changes.push({ kind, id, ...(placed && { placed }) })
  }

  afterCommit(work: () => void): void {
    this.after.push(work)
  }

  async attempt<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    const mark = `attempt_${(this.#depth += 1)}`
    const before = { changes: this.#changes.length, after: this.after.length, writes: this.#writes }
    const guarded = this.#options.footing === 'guarded'
    if (guarded) await this.#query(`savepoint ${mark}`)
    const undo = async () => {
      this.#changes.length = before.changes
      this.after.length = before.after
      if (guarded) await this.#query(`rollback to ${mark}`)
      else if (this.#writes > before.writes || this.#failure !== undefined) this.#needsGuard = true
    }
    try {
      const result = await work()
      if (!result.ok) await undo()
      if (this.#needsGuard) throw new NeedsGuard()
      if (guarded) await this.#query(`release ${mark}`)
      return result
    } catch (error) {
      if (error instanceof NeedsGuard || overtaken(this.#failure)) throw error
      await undo()
      if (guarded) await this.#query(`release ${mark}`)
      throw error
    } finally {
      this.#depth -= 1
    }
  }

  async flush(): Promise<Readonly<Record<string, number>>> {
    if (this.#depth > 0) throw new Error('flush within an attempt: what it wrote could be undone, its heads could not')
    const last = new Map(this.#changes.splice(0).map((change) => [`${change.kind} ${change.id}`, change]))
    const changes = [...last.values()]
    if (changes.length > 0) Object.assign(this.#heads, await this.#options.writeChanges(this, changes))
    return this.#heads
  }
}
