import type { Money } from 'shared/base/money.ts'
import type { Tx } from '../db/transact.ts'

export interface CashFact {
  /** The boarding event that told of it: told twice is taken once. */
  readonly event: string
  readonly booking: string
  readonly conductor: string
  readonly agency: string
  readonly amount: Money
}

/** Cash came into a conductor's hands for a debt of a booking. */
export async function cashTaken(_tx: Tx, _fact: CashFact): Promise<void> {}

/** Cash that an event told of was given back. `event` is the one that took it. */
export async function cashUndone(_tx: Tx, _fact: CashFact): Promise<void> {}
