import { pointsCurrency } from 'shared/payments/ledger.ts'
import { give } from '../../sync-server/src/payments/gift.ts'
import { mustPost } from '../../sync-server/src/payments/post.ts'
import type { World } from '../world.ts'

/** What somebody had before the first step: minor units of EUR, and points. */
export interface Start {
  readonly euros: number
  readonly points: number
}

/** Some have money in their wallets and points from many journeys before. */
export async function giveStart(world: World): Promise<void> {
  if (!world.plan.habits.includes('money')) return
  const { db } = world.server.context
  for (const { account, name } of world.people.values()) {
    const dice = world.dice.fork(`start ${name}`)
    const start = { euros: dice.chance(0.75) ? dice.between(1, 20_000) : 0, points: dice.chance(0.7) ? dice.between(1, 900) : 0 } // prettier-ignore
    world.starts.set(account, start)
    const given = (): Promise<void> =>
      db.transact(async (tx) => {
        if (start.euros > 0)
          await give(tx, { name: 'start', account, amount: { amount: start.euros, currency: 'EUR' } })
        if (start.points === 0) return
        const money = { amount: start.points, currency: pointsCurrency }
        const transfers = [{ from: 'issued:wayfare', to: `points:${account}`, money }] as const
        await mustPost(tx, { key: `start:${account}:points`, kind: 'points-earned', transfers })
      })
    await untilDone(given)
  }
}

/** A unit that fails is run again: what people had is no matter of chance. */
const untilDone = (unit: () => Promise<void>): Promise<void> => unit().catch(() => untilDone(unit))
