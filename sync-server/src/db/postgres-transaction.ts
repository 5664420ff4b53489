import type { PoolClient, QueryConfig, QueryResult } from 'pg'
import { ask, queryOf } from './postgres-connection.ts'
import { overtaken } from './postgres-errors.ts'
import type { Statement } from './statement.ts'
import { StorageUnavailable } from './transact.ts'
import type { Transaction } from './unit.ts'

/** A transaction on a connection of its own. */
export class PostgresTransaction implements Transaction {
  readonly #client: PoolClient
  /** What the database itself refused, though the work may have gone on or thrown something else. */
  #failure: unknown

  constructor(client: PoolClient) {
    this.#client = client
  }

  async all<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R[]> {
    // The statement says what its rows are.
    return (await this.#query(queryOf(statement, params))).rows as R[]
  }

  async get<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R | undefined> {
    return (await this.all(statement, params))[0]
  }

  async run<P extends object>(statement: Statement<P, unknown>, params: P): Promise<number> {
    return (await this.#query(queryOf(statement, params))).rowCount ?? 0
  }

  async control(sql: string): Promise<void> {
    await this.#query(sql)
  }

  get state(): Transaction['state'] {
    if (overtaken(this.#failure)) return 'lost'
    return this.#failure === undefined ? 'sound' : 'broken'
  }

  /** What a unit that failed is told to have failed of: when the database said so, whatever the work made of it. */
  endedBy(error: unknown): unknown {
    return this.state === 'lost' || this.#failure instanceof StorageUnavailable ? this.#failure : error
  }

  async #query(query: QueryConfig | string): Promise<QueryResult> {
    try {
      return await ask(this.#client, query)
    } catch (error) {
      if (this.#failure === undefined || overtaken(error)) this.#failure = error
      throw error
    }
  }
}
