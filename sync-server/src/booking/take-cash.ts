import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { agencyOf } from '../inventory/departures.ts'
import { type CashFact, cashTaken, cashUndone } from '../payments/cash.ts'
import { bookingOfTicket, factsOf } from '../tickets/boarded.ts'

/**
 * Bring the cash in conductors' hands in line with what was told of a ticket: what stands is in the ledger, what was taken
 * back is out again, whichever was told first, and all of it once. Cash is noted as it was taken, even for a ticket that
 * owed nothing: the conductor has it.
 */
export async function takeCash(tx: Tx, { timetables }: Pick<Context, 'timetables'>, ticket: string): Promise<void> {
  const facts = await factsOf(tx, ticket)
  const undone = new Set(facts.flatMap((fact) => (fact.kind === 'undo' ? (fact.undoes ?? []) : [])))
  for (const { event, kind, amount, by, departure } of facts) {
    if (kind !== 'cash' || !amount || amount.amount <= 0 || by === undefined) continue
    const agency = await agencyOf(tx, timetables, departure)
    if (agency === undefined) continue
    const booking = await bookingOfTicket(tx, ticket)
    const cash: CashFact = { event, booking, conductor: by, agency, amount }
    await (undone.has(event) ? cashUndone(tx, cash) : cashTaken(tx, cash))
  }
}
