import { type PaidFor, paidOf } from 'shared/payments/paid.ts'
import type { Reader } from '../db/transact.ts'
import { flowsOf } from './ledger-store.ts'

/**
 * What was paid for a booking and not given back, in minor units of its currency. What is still owed is the booking's own
 * to say: a debt is no money yet, and not in the ledger.
 */
export const paidFor = async (reader: Reader, booking: string): Promise<PaidFor> =>
  paidOf(await reader.all(flowsOf, { booking }))
