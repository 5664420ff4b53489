import { newId } from 'shared/base/random.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { readEpoch, writeEpoch } from './store.ts'

type World = Pick<Context, 'db' | 'random'>

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

/** A new epoch for a database that was restored from a copy: every phone starts over, and tells what it was answered. */
export async function renewEpoch(tx: Tx, random: Context['random']): Promise<string> {
  const made = newId(random)
  await writeEpoch(tx, made)
  return made
}
