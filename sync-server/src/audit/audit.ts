import type { Reader } from '../db/transact.ts'
import { bookingChecks } from './bookings.ts'
import type { Check, Flaw } from './check.ts'
import { feedChecks } from './feed.ts'
import { intentChecks } from './intents.ts'
import { moneyChecks } from './money.ts'
import { seatChecks } from './seats.ts'
import { ticketChecks } from './tickets.ts'

/** All that is checked, in the order in which it is told. */
export const checks: readonly Check[] = [
  ...seatChecks,
  ...bookingChecks,
  ...ticketChecks,
  ...intentChecks,
  ...feedChecks,
  ...moneyChecks,
]

export interface Finding extends Flaw {
  /** Number of the check, as in docs/rules.md. */
  readonly number: string
}

/**
 * All that is wrong in a database, as it is found. `reader` sees one snapshot, or nobody writes meanwhile.
 * `some` limits it to those checks.
 */
export async function* audit(reader: Reader, some: readonly Check[] = checks): AsyncGenerator<Finding> {
  for (const check of some) {
    for await (const flaw of check.find(reader)) yield { number: check.number, ...flaw }
  }
}

export const findingText = ({ number, at, why }: Finding): string => `${number} ${at} ${why}`
