import type { Database } from '../db/transact.ts'
import { dropOldPacks } from './store-packs.ts'
import { clearSomeStopTimes, clearSomeTrips, smallTables } from './store-rows.ts'
import { deadVersions, deleteVersion, versionsToClear } from './store-versions.ts'

const hour = 3_600_000
/** An import takes minutes: one that has not been published after this long has died. */
const deadAfter = 6 * hour
/** A phone asks for the current packs before it fetches one, so an older one is soon of no use to anybody. */
const packKeptFor = 30 * 24 * hour

/** Take the trips and stop times of a version out, in short units. */
export async function clearVersionTrips(db: Database, id: string): Promise<void> {
  const some = () =>
    db.transact(async (tx) => {
      await tx.run(clearSomeStopTimes, { of: id })
      return tx.run(clearSomeTrips, { of: id })
    })
  while ((await some()) > 0);
}

/** Take the rows of a version out; what is known of its import stays. */
async function clearVersion(db: Database, id: string): Promise<void> {
  await clearVersionTrips(db, id)
  for (const table of smallTables) await db.transact((tx) => tx.run(table.clear, { of: id }))
}

/** Take a version out without a trace. */
export async function removeVersion(db: Database, id: string): Promise<void> {
  await clearVersion(db, id)
  await db.transact((tx) => tx.run(deleteVersion, { id }))
}

/** Clear superseded versions, remove what dead imports left, and packs long superseded. */
export async function sweep(db: Database, now: number): Promise<void> {
  for (const { id } of await db.read.all(versionsToClear, {})) await clearVersion(db, id)
  for (const { id } of await db.read.all(deadVersions, { deadBefore: now - deadAfter })) await removeVersion(db, id)
  await db.transact((tx) => tx.run(dropOldPacks, { before: now - packKeptFor }))
}
