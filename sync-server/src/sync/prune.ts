import type { Context } from '../context.ts'
import { dropAttempts, markPruned, readFirstKept, readOldest, releaseIntent } from './intent-store.ts'
import { dropTombstone, oldTombstones } from './store.ts'

const day = 86_400_000
export const outcomesKept = 90 * day
export const tombstonesKept = 30 * day
const attemptsKept = 30 * day

type World = Pick<Context, 'db' | 'now'>

/**
 * Forgets outcomes after 90 days and tombstones after 30, a few at a time so that nobody waits for it.
 * @returns how many rows went.
 */
export async function pruneSync({ db, now }: World): Promise<number> {
  let all = 0
  for (;;) {
    const gone = (await pruneOutcomes({ db, now })) + (await pruneTombstones({ db, now }))
    all += gone
    if (gone === 0) break
  }
  await db.transact((tx) => dropAttempts(tx, tx.now - attemptsKept))
  return all
}

/** In order of n: a device's outcome goes only when no smaller n of it has to stay. */
export const pruneOutcomes = ({ db, now }: World): Promise<number> =>
  db.transact(async (tx) => {
    const before = now() - outcomesKept
    let gone = 0
    for (const { device, account, n, id } of await readOldest(tx, before)) {
      const kept = (await readFirstKept(tx, { device, before }))?.n ?? Infinity
      if (n > kept) continue
      await releaseIntent(tx, id)
      await markPruned(tx, { id: device, through: n })
      tx.changed('outcome', id, [{ scope: `account:${account}`, value: null, rev: 0 }])
      gone += 1
    }
    return gone
  })

const pruneTombstones = ({ db, now }: World): Promise<number> =>
  db.transact(async (tx) => {
    const old = await oldTombstones(tx, now() - tombstonesKept)
    for (const row of old) await dropTombstone(tx, row)
    return old.length
  })
