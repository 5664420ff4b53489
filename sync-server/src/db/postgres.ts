import type { Pool, PoolClient } from 'pg'
import { ask, openPool, readerOf } from './postgres-connection.ts'
import { explained, madeTwice, overtaken } from './postgres-errors.ts'
import { PostgresTransaction } from './postgres-transaction.ts'
import { type Database, StorageUnavailable, type Tx, type WriteChanges } from './transact.ts'
import { type Footing, NeedsGuard, Unit } from './unit.ts'

export interface PostgresOptions {
  /** `postgres://user:password@host/database` */
  readonly url: string
  readonly now: () => number
  readonly writeChanges: WriteChanges
  /** Of this process at most: half for units, half for reads. */
  readonly connections?: number
  /** From 0 to 1: two that collided do not come again in step. */
  readonly dice: () => number
  /** Work after a commit threw: what was committed stands all the same. */
  readonly afterCommitFailed?: (error: unknown) => void
  /** A unit met another one and is run again. */
  readonly onCollision?: (why: string) => void
  /** A connection broke while nobody used it. */
  readonly onLost?: (error: Error) => void
}

/** A unit that meets others so often is told to come later. */
const mostRuns = 40
const longestPauseMs = 50

/**
 * A database on a server, shared by several processes. Each unit is one transaction on a connection of its own, reading
 * one snapshot (REPEATABLE READ): of two that write the same row the later one is run again and sees what the first one
 * did. Units that change records of one scope always do, for they move its head; docs/decisions/0130 tells why that makes
 * them as good as run one after another. Migrated already (db/migrate.ts).
 */
export function openPostgres(options: PostgresOptions): Database {
  const { url, onLost = () => {}, connections = 16, dice } = options
  const half = Math.max(1, Math.floor(connections / 2))
  const writers = openPool({ url, connections: half, onLost })
  const readers = openPool({ url, connections: half, onLost })
  const inTurn = takeTurns()

  async function runUnit<T>(work: (tx: Tx) => Promise<T>, footing: Footing): Promise<T> {
    const client = await connection(writers)
    const transaction = new PostgresTransaction(client)
    const tx = new Unit(transaction, { now: options.now(), footing, writeChanges: options.writeChanges })
    let value: T
    try {
      await ask(client, 'begin isolation level repeatable read')
      value = await work(tx)
      await tx.finish()
      tx.end()
      await commit(client)
    } catch (error) {
      tx.end()
      await giveUp(client)
      throw transaction.endedBy(tx.needsGuard ? new NeedsGuard() : error)
    }
    client.release()
    for (const each of tx.after) afterwards(each)
    return value
  }

  function afterwards(work: () => void): void {
    try {
      work()
    } catch (error) {
      options.afterCommitFailed?.(error)
    }
  }

  /** Bare first; once more guarded when something has to be taken back (see Footing). */
  async function runOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await runUnit(work, 'bare')
    } catch (error) {
      if (error instanceof NeedsGuard) return runUnit(work, 'guarded')
      throw error
    }
  }

  async function untilDone<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let runs = 1; ; runs += 1) {
      try {
        // What collided goes on in turn with the others that did, so that a crowd thins out instead of colliding on.
        return await (runs === 1 ? runOnce(work) : inTurn(['collided'], () => runOnce(work)))
      } catch (error) {
        const why = overtaken(error) ?? (madeTwice(error) && runs <= 2 ? 'unique' : undefined)
        if (!why) throw error
        options.onCollision?.(why)
        if (runs >= mostRuns) throw new StorageUnavailable(`${runs} runs met other units: too many at once`)
      }
      await pause(dice() * Math.min(longestPauseMs, 2 ** runs))
    }
  }

  return {
    read: readerOf(readers),
    transact: (work, { touches = () => [] } = {}) => inTurn(touches(), () => untilDone(work)),
    async close() {
      await Promise.all([writers.end(), readers.end()])
    },
  }
}

async function connection(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    throw explained(error)
  }
}

/** A transaction that failed within answers COMMIT by rolling back, without an error. */
async function commit(client: PoolClient): Promise<void> {
  const { command } = await ask(client, 'commit')
  if (command !== 'COMMIT') throw new Error('The unit went on after a query had failed: nothing of it was kept')
}

/** Nothing stays of the unit, nor of a connection that cannot even roll back. */
async function giveUp(client: PoolClient): Promise<void> {
  try {
    await client.query('rollback')
    client.release()
  } catch {
    client.release(true)
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Units of this process that touch the same take turns, in the order in which they came: what would only collide waits
 * without a connection. Each joins all its queues at once, so no two can wait for one another.
 */
function takeTurns() {
  const last = new Map<string, Promise<void>>()
  return async <T>(touches: readonly string[], work: () => Promise<T>): Promise<T> => {
    let leave = () => {}
    const left = new Promise<void>((resolve) => (leave = resolve))
    const before = touches.map((one) => last.get(one) ?? Promise.resolve())
    for (const one of touches) last.set(one, left)
    try {
      await Promise.all(before)
      return await work()
    } finally {
      leave()
      for (const one of touches) if (last.get(one) === left) last.delete(one)
    }
  }
}
