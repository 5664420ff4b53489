import type { BoardingEvent } from 'shared/records.ts'
import { parseTicket } from 'shared/tickets/codec.ts'
import { ticketState } from 'shared/tickets/events.ts'
import { boardIntent } from 'shared/tickets/intents.ts'
import { checkSignature, type VerifyKey } from 'shared/tickets/signature.ts'
import { z } from 'zod'
import type { Reader } from '../db/transact.ts'
import type { Check, Flaw } from './check.ts'
import { json } from './json.ts'
import {
  type EventRow,
  eventsAfter,
  eventsOf,
  refusedFacts,
  scannedAfter,
  strayFacts,
  strayTickets,
  ticketKeys,
  ticketless,
  type TicketRow,
  ticketsAfter,
  wrongDebts,
} from './store-tickets.ts'
import { queryCheck, streamById } from './store-pages.ts'

const matching = queryCheck(
  { number: 'AU20', says: 'A good ticket is of a confirmed booking, and says the same as it.' },
  strayTickets,
  ({ id, booking, status }) => ({
    at: `ticket ${id}`,
    why: `is not what booking ${booking} (${status ?? 'not there'}) says`,
  }),
)

const everyone = queryCheck(
  { number: 'AU21', says: 'Each who travels with a confirmed booking has a good ticket.' },
  ticketless,
  ({ id, seat, ticket, status }) => ({
    at: `booking ${id} seat ${seat}`,
    why: `has ticket ${ticket ?? 'none'} (${status ?? 'not there'})`,
  }),
)

const debts = queryCheck(
  { number: 'AU22', says: 'A booking owes what its good tickets owe, at most its price.' },
  wrongDebts,
  ({ id, status, price, due, tickets }) => ({
    at: `booking ${id}`,
    why: `(${status}) owes ${due} of ${price}, its tickets ${tickets}`,
  }),
)

const flagList = z.array(z.string())

/** The fact of a row; undefined when it cannot be read. */
function factOf(row: EventRow): BoardingEvent | undefined {
  const fact = boardIntent.omit({ token: true }).safeParse(json(row.fact)).data
  const flags = flagList.safeParse(json(row.flags)).data
  return fact && flags && { ...fact, by: row.account, byName: row.by_name, recordedAt: row.recorded_at, flags }
}

const factsOf = async (reader: Reader, ticket: string): Promise<BoardingEvent[]> =>
  (await reader.all(eventsOf, { ticket })).flatMap((row) => factOf(row) ?? [])

const cash: Check = {
  number: 'AU23',
  says: 'A good ticket owes what it did when issued until cash was taken for it, and nothing then.',
  async *find(reader) {
    for await (const { id, status, owed, due } of streamById(reader, ticketsAfter)) {
      if (status !== 'valid') continue
      const taken = owed === 0 ? null : ticketState(id, await factsOf(reader, id)).cash
      const right = taken === null ? owed : 0
      if (due !== right) yield { at: `ticket ${id}`, why: `owes ${due}, not ${right}` }
    }
  },
}

async function* codeFlaws(row: TicketRow, keys: readonly VerifyKey[]): AsyncGenerator<Flaw> {
  const at = `ticket ${row.id}`
  const parsed = parseTicket(row.text)
  if (parsed === undefined) return yield { at, why: 'has a code that is no ticket' }
  const { claims } = parsed
  const says = [claims.ticket, claims.reference, claims.rev, claims.seat, claims.board, claims.alight]
  const told = [...says, claims.issuedAt, claims.expiresAt].join(' ')
  const kept = [row.id, row.reference, row.rev, row.seat, row.board, row.alight, row.issued_at, row.expires_at].join(
    ' ',
  )
  if (told !== kept) yield { at, why: `has a code that says ${told}, not ${kept}` }
  const signed = await checkSignature(parsed, keys)
  if (signed === 'forged' || signed === 'unknown-key') yield { at, why: `has a code that is ${signed}` }
}

const codes: Check = {
  number: 'AU24',
  says: 'The code of a ticket says what the ticket does, signed with a key that phones are given.',
  async *find(reader) {
    const keys = (await reader.all(ticketKeys, {})).map(
      ({ kid, x, not_before: notBefore, not_after: notAfter, compromised }): VerifyKey => {
        return { kid, x, notBefore, notAfter, compromised: compromised === 1 }
      },
    )
    for await (const row of streamById(reader, ticketsAfter)) yield* codeFlaws(row, keys)
  },
}

const facts: Check = {
  number: 'AU25',
  says: 'A boarding event is kept whole, as it was told.',
  async *find(reader) {
    for await (const row of streamById(reader, eventsAfter)) {
      const fact = factOf(row)
      const at = `event ${row.id}`
      if (fact === undefined) yield { at, why: 'cannot be read' }
      else if (`${fact.event} ${fact.ticket} ${fact.departure} ${fact.kind}` !== nameOf(row))
        yield { at, why: `is filed as ${nameOf(row)}` }
    }
  },
}

const nameOf = ({ id, ticket, departure, kind }: EventRow): string => `${id} ${ticket} ${departure} ${kind}`

const doubles: Check = {
  number: 'AU26',
  says: 'Of a ticket that boarded twice both boardings are flagged, and no others.',
  async *find(reader) {
    for await (const { id } of streamById(reader, scannedAfter)) {
      const all = await factsOf(reader, id)
      const state = ticketState(id, all)
      const wanted = new Set(state.doubleBoarded ? state.boardings.map(({ event }) => event) : [])
      for (const { event, flags } of all) {
        if (flags.includes('double-boarded') === wanted.has(event)) continue
        yield { at: `event ${event}`, why: `of ticket ${id} is ${wanted.has(event) ? 'not ' : ''}flagged as double` }
      }
    }
  },
}

const held = queryCheck(
  { number: 'AU27', says: 'A fact that is kept for a person was told to be recorded.' },
  strayFacts,
  ({ id, status }) => ({ at: `fact ${id}`, why: `is of an intent that is ${status ?? 'not there or undecided'}` }),
)

const neverRefused = queryCheck(
  { number: 'AU28', says: 'A fact from the bus is never refused.' },
  refusedFacts,
  ({ id, status }) => ({ at: `intent ${id}`, why: `tells a fact and is ${status ?? 'undecided'}` }),
)

export const ticketChecks: readonly Check[] = [
  matching,
  everyone,
  debts,
  cash,
  codes,
  facts,
  doubles,
  held,
  neverRefused,
]
