import { must } from 'shared/base/result.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { agencyOf } from '../inventory/departures.ts'
import { earn } from '../payments/earn.ts'
import { arrived, setEarned } from './hold-store.ts'
import { bookingById } from './store.ts'

/** How long cash that was taken on board may take to reach the server. */
const waitForCash = 7 * 86_400_000

type World = Pick<Context, 'timetables'>

/**
 * Points for the rides that have arrived, each in a unit of its own: paid ones now, others when their cash is told of, at
 * the latest a week after. Each ride earns once, whatever is run again.
 */
export async function earnPoints(context: World & Pick<Context, 'db' | 'now' | 'log'>): Promise<void> {
  const { db, now, log } = context
  let place = { after: 0, id: '' }
  for (;;) {
    const rides = await db.read.all(arrived, { now: now(), ...place })
    for (const { id } of rides) {
      try {
        await db.transact((tx) => earnFor(tx, context, id))
      } catch (cause) {
        log.error('points.not-earned', { booking: id, cause })
      }
    }
    const last = rides.at(-1)
    if (!last || rides.length < 100) return
    place = { after: last.ends_at, id: last.id }
  }
}

async function earnFor(tx: Tx, { timetables }: World, id: string): Promise<void> {
  const row = must(await tx.get(bookingById, { id }), 'booking')
  if (row.status !== 'confirmed' || row.ends_at > tx.now) return
  if (row.due > 0 && row.ends_at + waitForCash > tx.now) return
  if (row.due === 0) {
    const agency = must(await agencyOf(tx, timetables, row.departure), 'agency of departure')
    await earn(tx, { booking: id, account: row.account, agency }, row)
  }
  await tx.run(setEarned, { id })
}
