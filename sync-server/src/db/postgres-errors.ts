import pg from 'pg'
import { StorageUnavailable } from './transact.ts'

const codeOf = (error: unknown): string => (error instanceof pg.DatabaseError ? (error.code ?? '') : '')

const serializationFailure = '40001'
const deadlock = '40P01'
const uniqueViolation = '23505'

/** Another unit was in the way, so the transaction is lost: run again, this unit sees what that one did. */
export function overtaken(error: unknown): 'serialization' | 'deadlock' | undefined {
  switch (codeOf(error)) {
    case serializationFailure:
      return 'serialization'
    case deadlock:
      return 'deadlock'
    default:
      return undefined
  }
}

/** Two units made the same key at once; or the work is at fault, then it fails the same way when it is run again. */
export const madeTwice = (error: unknown): boolean => codeOf(error) === uniqueViolation

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
