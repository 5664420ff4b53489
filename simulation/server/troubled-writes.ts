import { statement } from '../../sync-server/src/db/statement.ts'
import type { Change, Tx, WriteChanges } from '../../sync-server/src/db/transact.ts'
import type { FaultRates } from '../faults.ts'
import type { Dice } from '../machine/dice.ts'

const rollback = statement<object, unknown>((k) => k.raw('rollback'))

export interface Troubles {
  readonly dice: Dice
  readonly rates: () => FaultRates
  /** Bookings and facts that no unit survives. */
  readonly poisoned: ReadonlySet<string>
  /** A turn of the scheduler, in which the server may be killed with a transaction open. */
  readonly pause: () => Promise<void>
}

/** The last writes of each unit, with what may go wrong there. */
export const troubledWrites =
  (write: WriteChanges, { dice, rates, poisoned, pause }: Troubles): WriteChanges =>
  async (tx: Tx, changes: readonly Change[]) => {
    if (changes.some(({ id }) => poisoned.has(id))) throw new Error('This unit never succeeds')
    const rate = rates()['unit-failure']
    if (dice.chance(rates()['server-killed'] > 0 ? 0.2 : 0.02)) await pause()
    if (dice.chance(rate)) throw new Error('This unit fails')
    const heads = await write(tx, changes)
    if (dice.chance(rates()['server-killed'] > 0 ? 0.2 : 0.02)) await pause()
    if (dice.chance(rate)) {
      // As SQLite does on a full disk: the whole group is gone, whatever the unit thinks.
      await tx.run(rollback, {})
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    }
    return heads
  }
