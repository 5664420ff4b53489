import { statement } from '../../sync-server/src/db/statement.ts'
import type { Change, Tx, WriteChanges } from '../../sync-server/src/db/transact.ts'
import type { FaultRates } from '../faults.ts'
import type { Dice } from '../machine/dice.ts'

const rollback = statement<object, unknown>((k) => k.raw('rollback'))
const cut = statement<object, unknown>((k) => k.raw('select pg_terminate_backend(pg_backend_pid())'))

export interface Troubles {
  readonly dice: Dice
  readonly rates: () => FaultRates
  /** Bookings and facts that no unit survives. */
  readonly poisoned: ReadonlySet<string>
  /** Units run side by side, each on a line of its own to a server. */
  readonly isShared: boolean
  /** A turn of the scheduler, in which the server may be killed with a transaction open. */
  readonly pause: () => Promise<void>
}

/** The last writes of each unit, with what may go wrong there. */
export function troubledWrites(
  write: WriteChanges,
  { dice, rates, poisoned, pause, isShared }: Troubles,
): WriteChanges {
  const isSick = sickness(dice, rates)
  return async (tx: Tx, changes: readonly Change[]) => {
    if (changes.some(({ id }) => poisoned.has(id))) throw new Error('This unit never succeeds')
    if (changes.some(({ kind, id }) => kind === 'outcome' && isSick(id)))
      throw new Error('This unit does not succeed yet')
    const rate = rates()['unit-failure']
    if (dice.chance(rates()['server-killed'] > 0 ? 0.2 : 0.02)) await pause()
    if (dice.chance(rate)) throw new Error('This unit fails')
    const heads = await write(tx, changes)
    if (dice.chance(rates()['server-killed'] > 0 ? 0.2 : 0.02)) await pause()
    if (dice.chance(rate)) {
      // As SQLite does on a full disk: the whole group is gone, whatever the unit thinks. PostgreSQL cuts the line.
      await tx.run(isShared ? cut : rollback, {})
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    }
    return heads
  }
}

/** Some intents fail a few times, where others are poisonous: whoever asks again is served in the end. */
function sickness(dice: Dice, rates: () => FaultRates): (intent: string) => boolean {
  const left = new Map<string, number>()
  return (intent) => {
    const rate = rates().poison
    if (rate === 0) return false
    const own = dice.fork(`sick ${intent}`)
    const times = left.get(intent) ?? (own.chance(3 * rate) ? own.between(1, 8) : 0)
    left.set(intent, Math.max(0, times - 1))
    return times > 0
  }
}
