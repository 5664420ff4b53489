import type { PhoneDb } from './phone-db.ts'

/**
 * Browsers lose the handle of a database (Safari after a pause, any browser when the disk hiccups): close, open again,
 * do it once more. What ran in a transaction was rolled back whole, so doing it again is doing it once. A database that was shut
 * stays shut.
 */
export async function withHandle<T>(db: PhoneDb, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (db.shut || !isLostHandle(error)) throw error
    db.close({ disableAutoOpen: false })
    await db.open()
    return work()
  }
}

const lost = new Set(['InvalidStateError', 'DatabaseClosedError', 'UnknownError', 'TransactionInactiveError'])

function isLostHandle(error: unknown): boolean {
  for (const one of causes(error)) {
    if (lost.has(one.name) || /connection to indexed database server lost|connection is closing/i.test(one.message))
      return true
  }
  return false
}

/** The disk, or this site's part of it, is full. */
export function isFull(error: unknown): boolean {
  for (const one of causes(error)) if (one.name === 'QuotaExceededError') return true
  return false
}

function* causes(error: unknown): Generator<Error> {
  let next = error
  for (let depth = 0; depth < 5 && next instanceof Error; depth += 1) {
    yield next
    next = 'inner' in next ? next.inner : next.cause
  }
}
