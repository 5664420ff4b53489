import pg from 'pg'
import { StorageUnavailable } from './transact.ts'

const codeOf = (error: unknown): string => (error instanceof pg.DatabaseError ? (error.code ?? '') : '')

const serializationFailure = '40001'
const deadlock = '40P01'
const uniqueViolation = '23505'

/**
 * Another unit was in the way: run again, this one sees what that one did. A key that two units made at once is such a
 * case too; when the work itself is at fault it fails the same way each time.
 */
export function collided(error: unknown): 'serialization' | 'deadlock' | 'unique' | undefined {
  switch (codeOf(error)) {
    case serializationFailure:
      return 'serialization'
    case deadlock:
      return 'deadlock'
    case uniqueViolation:
      return 'unique'
    default:
      return undefined
  }
}

/**
 * SQLSTATE: connection lost, no room, stopped by an operator or a timeout, input or output at fault, corrupt; a
 * server that only reads, for it is a standby or its disk filled up.
 */
const unavailable = /^(08|53|57|58|XX00[12]|25006$|25P03$|55P03$)/

/** What the driver threw, as callers know it: an error that is not the database's own came of the connection. */
export function explained(error: unknown): unknown {
  if (error instanceof pg.DatabaseError && !unavailable.test(codeOf(error))) return error
  return new StorageUnavailable(error instanceof Error ? error.message : 'The database cannot be reached')
}
