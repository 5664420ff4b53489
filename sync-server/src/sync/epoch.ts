import { newId } from 'shared/base/random.ts'
import type { Context } from '../context.ts'
import { readEpoch, writeEpoch } from './store.ts'

type World = Pick<Context, 'db' | 'random' | 'log'>

/** At most one new epoch in so long: a phone that lies about its cursors cannot make all others start over at will. */
const epochPause = 3_600_000

/** The epoch of this lineage of the database, made when there is none. */
export async function currentEpoch({ db, random }: World): Promise<string> {
  const known = await readEpoch(db.read)
  return (
    known?.epoch ??
    db.transact(async (tx) => {
      const made = (await readEpoch(tx))?.epoch ?? newId(random)
      await writeEpoch(tx, made)
      return made
    })
  )
}

/**
 * A cursor ran ahead of its head: the database is an older one than the phone has seen. Every phone starts over, under
 * a new epoch.
 */
export async function renewEpoch({ db, random, log }: World, scope: string): Promise<string> {
  const { epoch, renewed } = await db.transact(async (tx) => {
    const known = await readEpoch(tx)
    if (known && tx.now - known.since < epochPause) return { epoch: known.epoch, renewed: false }
    const made = newId(random)
    await writeEpoch(tx, made)
    return { epoch: made, renewed: true }
  })
  log.error('sync.cursor-from-the-future', { alarm: true, scope: scope.split(':', 1)[0], renewed })
  return epoch
}
