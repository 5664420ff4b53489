import type pg from 'pg'
import { ask, openPool, queryOf } from './postgres-connection.ts'
import { NoSnapshot, type Snapshot } from './snapshot.ts'
import type { Statement } from './statement.ts'

/**
 * A PostgreSQL database as it is now, for reading; servers may go on writing to it.
 * @throws NoSnapshot when it cannot be reached, or is no database of this server.
 */
export async function postgresSnapshot(url: string): Promise<Snapshot> {
  const pool = openPool({ url, connections: 1 })
  const client = await connected(pool)
  const close = async () => {
    client.release(true)
    await pool.end()
  }
  try {
    // A check reads for as long as it must; nobody waits for it.
    await ask(client, 'set statement_timeout = 0; set idle_in_transaction_session_timeout = 0')
    await ask(client, 'begin isolation level repeatable read read only')
    const { rows } = await ask(client, `select to_regclass('schema_version') is not null as ours`)
    if (rows[0]?.ours !== 1) throw new NoSnapshot('The database is none of this server: start the server on it once')
  } catch (error) {
    await close()
    throw error instanceof NoSnapshot ? error : unread(error)
  }
  async function all<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R[]> {
    // The statement says what its rows are.
    return (await ask(client, queryOf(statement, params))).rows as R[]
  }
  return {
    reader: { all, get: async (statement, params) => (await all(statement, params))[0] },
    // Its foreign keys are never off, and its pages are checked by tools of its own (pg_amcheck).
    damage: () => [],
    close,
  }
}

async function connected(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    await pool.end()
    throw unread(error)
  }
}

const unread = (error: unknown): NoSnapshot =>
  new NoSnapshot(`The database cannot be read: ${error instanceof Error ? error.message : String(error)}`)
