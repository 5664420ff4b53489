import { Socket } from 'node:net'
import pg from 'pg'
import { explained } from './postgres-errors.ts'
import { bind, type Compilable, type Compiled, type Statement } from './statement.ts'
import type { Reader } from './transact.ts'

export interface PoolOptions {
  readonly url: string
  readonly connections: number
  /** A connection broke while nobody used it. */
  readonly onLost?: (error: Error) => void
}

/** No query of a server takes so long: what does has met a lock or a disk that is not coming back. */
const statementMs = 30_000
/** A process that froze in the middle of a unit holds its row locks no longer than that. */
const frozenMs = 30_000
const lockMs = 10_000
/** To connect, or to wait for a connection of the pool. */
const connectMs = 10_000

/** PostgreSQL's object ids of the types that arrive otherwise than the driver would have them. */
const bool = 16
const int8 = 20
const numeric = 1700

/** Numbers as on SQLite: whole ones exact or not at all, booleans 0 and 1. */
function parserOf(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === int8 || oid === numeric) return exact
  if (oid === bool) return (text) => (text === 't' ? 1 : 0)
  return pg.types.getTypeParser(oid, format)
}

function exact(text: string): number {
  const number = Number(text)
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) throw new Error(`${text} is beyond what a number holds exactly`)
  return number
}

/** The driver lets each query go by itself: a call of the system and a waking of the database for each. */
class GatheringSocket extends Socket {
  override uncork(): void {
    process.nextTick(() => super.uncork())
  }
}

export function openPool({ url, connections, onLost = () => {} }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'wayfare',
    // Queries that do not wait for one another go in one round trip, in their order, and in one piece.
    pipeline: true,
    stream: () => new GatheringSocket(),
    keepAlive: true,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: 60_000,
    statement_timeout: statementMs,
    lock_timeout: lockMs,
    idle_in_transaction_session_timeout: frozenMs,
    types: { getTypeParser: parserOf },
  })
  pool.on('error', onLost)
  // A connection in use tells of its end by its queries; as an event without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

interface Named {
  readonly name: string
  readonly compiled: Compiled
}

/** Prepared once in each connection, under a name of this process. */
const named = new Map<Compilable, Named>()

function nameOf(statement: Compilable): Named {
  const known = named.get(statement)
  if (known) return known
  const made = { name: `wayfare_${named.size}`, compiled: statement.compiled('pg') }
  named.set(statement, made)
  return made
}

/** A query as the driver takes it. */
export function queryOf<P extends object>(statement: Statement<P, unknown>, params: P): pg.QueryConfig {
  const { name, compiled } = nameOf(statement)
  return { name, text: compiled.sql, values: bind(compiled, params) }
}

/** @throws the database's own error, or StorageUnavailable when the connection or the server is at fault. */
export async function ask(on: pg.Pool | pg.PoolClient, query: pg.QueryConfig | string): Promise<pg.QueryResult> {
  try {
    return await on.query(query)
  } catch (error) {
    throw explained(error)
  }
}

/** Reads of their own, each in the snapshot of its one statement. */
export const readerOf = (pool: pg.Pool): Reader => {
  async function all<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R[]> {
    // The statement says what its rows are.
    return (await ask(pool, queryOf(statement, params))).rows as R[]
  }
  return { all, get: async (statement, params) => (await all(statement, params))[0] }
}
