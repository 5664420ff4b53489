import type { TicketKey } from 'shared/records.ts'
import { parseTicket } from 'shared/tickets/codec.ts'
import type { Presented } from 'shared/tickets/evidence.ts'
import { checkSignature } from 'shared/tickets/signature.ts'

/** What a scanned text is, its signature checked with the keys on this phone. */
export async function present(text: string, keys: readonly TicketKey[]): Promise<Presented> {
  const ticket = parseTicket(text)
  if (ticket === undefined) return { kind: 'nothing' }
  return { kind: 'code', claims: ticket.claims, signature: await checkSignature(ticket, keys) }
}
