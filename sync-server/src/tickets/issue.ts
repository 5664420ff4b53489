import { isDeepStrictEqual } from 'node:util'
import { newId } from 'shared/base/random.ts'
import { claimsOf, type TicketClaims, type TicketFacts } from 'shared/tickets/ticket.ts'
import type { Call, Departure } from 'shared/timetable/timetable.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { entryOf, ticketOf } from './records.ts'
import type { TicketSigner } from './signer.ts'
import { insertTicket, ticketById, type TicketRow } from './store.ts'

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
  /** The ticket they hold already, that our keys made before the server was restored and forgot it. */
  readonly held?: HeldTicket | undefined
}

/** A ticket as it was issued once. */
export interface HeldTicket {
  readonly claims: TicketClaims
  readonly text: string
}

/** Issue a signed ticket for each traveller, in their order. @returns the tickets' ids. */
export async function issue(
  tx: Tx,
  { signer, random }: Pick<Context, 'signer' | 'random'>,
  travel: Travel,
  travellers: readonly Traveller[],
): Promise<string[]> {
  const { departure, board, alight, reference } = travel
  const written: Promise<string>[] = []
  const stillHeld: (HeldTicket | undefined)[] = []
  for (const traveller of travellers) stillHeld.push(await heldStill(tx, traveller))
  for (const [i, traveller] of travellers.entries()) {
    const { name, phone, seat, due } = traveller
    const held = stillHeld[i]
    const facts = {
      ticket: held?.claims.ticket ?? newId(random),
      reference,
      departure,
      seat,
      board: board.index,
      alight: alight.index,
      arrivesAt: alight.arrivalAt,
      name,
      due,
    }
    const { claims, text } =
      sameAs(held, facts) ?? signed(signer, facts, { rev: nextRev(traveller, held), now: tx.now })
    const row: TicketRow = {
      id: claims.ticket,
      booking: travel.booking,
      account: travel.account,
      departure: departure.id,
      reference,
      status: 'valid',
      rev: claims.rev,
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
      text,
    }
    written.push(tx.run(insertTicket, row).then(() => row.id))
    tx.changed('ticket', row.id, [
      { scope: `account:${row.account}`, value: ticketOf(row, departure), rev: row.rev, fresh: true },
    ])
    tx.changed('manifest-entry', row.id, [
      { scope: `manifest:${departure.id}`, value: entryOf(row), rev: row.rev, fresh: true },
    ])
  }
  return Promise.all(written)
}

/** The ticket a traveller holds, unless its id was given out again meanwhile. */
async function heldStill(tx: Tx, { held }: Traveller): Promise<HeldTicket | undefined> {
  return held && !(await tx.get(ticketById, { id: held.claims.ticket })) ? held : undefined
}

type Facts = Omit<TicketFacts, 'rev' | 'issuedAt'>

/** The very ticket that is held, when it says what a new one would. */
function sameAs(held: HeldTicket | undefined, facts: Facts): HeldTicket | undefined {
  if (!held) return undefined
  const { rev, issuedAt } = held.claims
  return isDeepStrictEqual({ ...claimsOf({ ...facts, rev, issuedAt }) }, { ...held.claims }) ? held : undefined
}

/** Another issue of a ticket stops the one before it at the door. */
const nextRev = ({ rev = 0 }: Traveller, held: HeldTicket | undefined): number => (held ? held.claims.rev + 1 : rev)

function signed(signer: TicketSigner, facts: Facts, { rev, now }: { rev: number; now: number }): HeldTicket {
  const claims = claimsOf({ ...facts, rev, issuedAt: now })
  return { claims, text: signer.sign(claims) }
}
