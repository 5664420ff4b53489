import { newId } from 'shared/base/random.ts'
import { claimsOf } from 'shared/tickets/ticket.ts'
import type { Call, Departure } from 'shared/timetable/timetable.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { entryOf, ticketOf } from './records.ts'
import { insertTicket, type TicketRow } from './store.ts'

export interface Travel {
  readonly booking: string
  readonly account: string
  readonly reference: string
  readonly departure: Departure
  readonly board: Call
  readonly alight: Call
  readonly currency: string
}

export interface Traveller {
  readonly name: string
  readonly phone?: string | undefined
  readonly seat: string
  /** Minor units to be paid on board. */
  readonly due: number
  /** Which issue of a passenger's ticket it is; 0 the first. */
  readonly rev?: number
}

/** Issue a signed ticket for each traveller, in their order. @returns the tickets' ids. */
export async function issue(
  tx: Tx,
  { signer, random }: Pick<Context, 'signer' | 'random'>,
  travel: Travel,
  travellers: readonly Traveller[],
): Promise<string[]> {
  const { departure, board, alight, reference } = travel
  const ids: string[] = []
  for (const { name, phone, seat, due, rev = 0 } of travellers) {
    const claims = claimsOf({
      ticket: newId(random),
      reference,
      departure,
      seat,
      board: board.index,
      alight: alight.index,
      arrivesAt: alight.arrivalAt,
      name,
      rev,
      due,
      issuedAt: tx.now,
    })
    const row: TicketRow = {
      id: claims.ticket,
      booking: travel.booking,
      account: travel.account,
      departure: departure.id,
      reference,
      status: 'valid',
      rev,
      name,
      phone_tail: phone?.replaceAll(/\D/g, '').slice(-3) ?? null,
      seat,
      board: board.index,
      alight: alight.index,
      owed: due,
      due,
      currency: travel.currency,
      issued_at: claims.issuedAt,
      expires_at: claims.expiresAt,
      status_at: null,
      replaced_by: null,
      text: signer.sign(claims),
    }
    await tx.run(insertTicket, row)
    tx.changed('ticket', row.id, [
      { scope: `account:${row.account}`, value: ticketOf(row, departure), rev: row.rev, fresh: true },
    ])
    tx.changed('manifest-entry', row.id, [
      { scope: `manifest:${departure.id}`, value: entryOf(row), rev: row.rev, fresh: true },
    ])
    ids.push(row.id)
  }
  return ids
}
