import { type BookIntent, bookIntent } from 'shared/booking/intents.ts'
import { boardIntent } from 'shared/tickets/intents.ts'
import { exchangeResponse, type IntentEnvelope, type Outcome } from 'shared/sync/envelope.ts'
import { answerHash } from 'shared/sync/known.ts'
import { parseTicket } from 'shared/tickets/codec.ts'
import { runOf } from 'shared/tickets/run.ts'
import type { TicketClaims } from 'shared/tickets/ticket.ts'
import { parseDepartureId } from 'shared/timetable/departure-id.ts'
import type { Ticket } from 'shared/records.ts'
import type { CacheRow, ScopeRow } from '../../pwa/src/local/cache-db.ts'
import type { MetaRow, OutboxRow } from '../../pwa/src/local/outbox-db.ts'
import { statement } from '../../sync-server/src/db/statement.ts'
import type { WebRequest } from '../network.ts'
import type { Phone } from '../phone/phone.ts'
import type { Server } from '../server/server.ts'
import { claimOf } from './claims.ts'
import { holds } from './violation.ts'

/** A ride that a phone showed signed tickets for, in the order of its passengers. */
export interface ShownRide {
  readonly departure: string
  readonly board: { readonly index: number }
  readonly alight: { readonly index: number }
  readonly seats: readonly string[]
  readonly tickets: readonly TicketClaims[]
}

interface Sent {
  readonly intents: readonly IntentEnvelope[]
  readonly scopes: object
  readonly known?: readonly unknown[]
}

const good = new Set(['confirmed', 'held', 'recorded'])
/** What was wanted is there, or another conflict tells the same. */
const harmless = new Set(['already-cancelled', 'already-used', 'depends-on-refused'])
const outboxOf = (account: string): string => `wayfare-outbox-${account}`

/** SM40–SM44: what phones were told before a backup came back, and what became of it. */
export class Told {
  /** By phone, database and intent: the latest answer that was no refusal. */
  readonly #answers = new Map<string, Outcome>()
  readonly #shown = new Map<string, readonly TicketClaims[]>()
  readonly #dirty = new Set<string>()
  /** Whether backups come back in this seed. */
  readonly #watches: boolean

  constructor(watches: boolean) {
    this.#watches = watches
  }

  committed(phone: Phone, database: string): void {
    if (this.#watches && database.startsWith('wayfare-outbox-')) this.#dirty.add(`${phone.name} ${database}`)
  }

  /** Called after each task: takes down what was answered since. */
  look(phones: ReadonlyMap<string, Phone>): void {
    for (const key of this.#dirty) {
      const [name = '', database = ''] = key.split(' ')
      const phone = phones.get(name)
      if (!phone || phone.disk.isBusy(database)) continue
      this.#dirty.delete(key)
      for (const { id, outcome } of phone.disk.rows<OutboxRow>(database, 'intents')) {
        if (outcome === null) continue
        const answer = JSON.parse(outcome) as Outcome
        if (good.has(answer.status)) this.#answers.set(`${key} ${id}`, answer)
      }
    }
  }

  /** SM40: a phone that compares its answers asks for nothing else, for a snapshot would replace its tickets. */
  requested(phone: Phone, request: WebRequest): void {
    if (!this.#watches || request.path !== '/api/sync' || request.body === undefined) return
    const sent = JSON.parse(request.body) as Sent
    for (const envelope of sent.intents) {
      this.#checkShows(phone, claimOf(request.headers?.['Authorization'] ?? '', 'sub'), envelope)
      this.#note(envelope)
    }
    if (!sent.known) return
    const alone = sent.intents.length === 0 && Object.keys(sent.scopes).length === 0
    holds('SM40', alone, () => `${phone.name} compares its answers, and asks for more`)
  }

  /** SM42: who holds tickets shows them. Those of a booking that was made again meanwhile are no evidence. */
  #checkShows(phone: Phone, account: string, { id, name, reissue, evidence = [] }: IntentEnvelope): void {
    const cache = `wayfare-cache-1-${account}`
    if (!reissue || name !== 'booking.book' || evidence.length > 0 || phone.disk.isBusy(cache)) return
    const stands = phone.disk.rows<ScopeRow>(cache, 'scopes').find(({ scope }) => scope === `account:${account}`)
    const meta = phone.disk.rows<MetaRow>(cache, 'meta').find(({ key }) => key === 'epoch')
    if (!stands || stands.epoch === meta?.value) return
    const held = phone.disk.rows<CacheRow>(cache, 'rows').some(({ kind, value }) => {
      const ticket = kind === 'ticket' ? (value as Ticket) : undefined
      return ticket?.booking === id && ticket.status === 'valid'
    })
    holds('SM42', !held, () => `${phone.name} holds tickets of ${id}, and sends it again without`)
  }

  #note({ name, id, reissue, evidence = [] }: IntentEnvelope): void {
    if (!reissue || name !== 'booking.book') return
    this.#shown.set(
      id,
      evidence.flatMap((text) => parseTicket(text)?.claims ?? []),
    )
  }

  /** SM42: what is booked again on the tickets shown has their ride, their seats and their reference. */
  answered(phone: Phone, request: WebRequest, { status, body }: { status: number; body: string }): void {
    if (!this.#watches || request.path !== '/api/sync' || status !== 200 || request.body === undefined) return
    const { outcomes } = exchangeResponse.parse(JSON.parse(body))
    for (const envelope of (JSON.parse(request.body) as Sent).intents) {
      const outcome = outcomes.find(({ id }) => id === envelope.id)
      if (!envelope.reissue || envelope.name !== 'booking.book' || outcome?.status !== 'confirmed') continue
      const [ride] = this.ridesOf(envelope.id, bookIntent.parse(envelope.args))
      if (!ride) continue
      const { departure, seats, reference } = outcome.data
      const same =
        departure === ride.departure &&
        JSON.stringify(seats) === JSON.stringify(ride.seats) &&
        ride.tickets.every((ticket) => ticket.reference === reference)
      holds('SM42', same, () => `${phone.name} showed tickets for ${ride.departure} ${ride.seats.join()}, and got ${JSON.stringify(outcome.data)}`) // prettier-ignore
    }
  }

  /** The rides among its wishes that tickets were shown for, one for each passenger. */
  ridesOf(booking: string, intent: BookIntent): ShownRide[] {
    const tickets = this.#shown.get(booking) ?? []
    if (tickets.length !== intent.passengers.length) return []
    const places = [intent, ...intent.wishes.flatMap((wish) => (wish.kind === 'departure' ? [wish] : []))]
    return places
      .filter(({ departure, board, alight }) =>
        tickets.every(
          (ticket) =>
            ticket.run === runOf(departure) &&
            ticket.day === parseDepartureId(departure)?.day &&
            ticket.board === board.index &&
            ticket.alight === alight.index,
        ),
      )
      .map(({ departure, board, alight }) => ({
        departure,
        board,
        alight,
        seats: tickets.map(({ seat }) => seat),
        tickets,
      }))
  }

  /** Once all is quiet, of whoever uses each phone now; the queues of others wait for them. */
  async check(server: Server, phones: Iterable<Phone>, accountOf: (phone: string) => string): Promise<void> {
    if (!this.#watches) return
    const kept = await keptBy(server)
    for (const phone of phones) {
      const database = outboxOf(accountOf(phone.name))
      const comparing = phone.disk.rows<{ key: string }>(database, 'meta').some(({ key }) => key === 'reconcile')
      holds('SM41', !comparing, () => `${phone.name} has not compared its answers`)
      for (const row of phone.disk.rows<OutboxRow>(database, 'intents')) {
        const before = this.#answers.get(`${phone.name} ${database} ${row.id}`)
        if (before) this.#checkKept(phone, row, before, kept)
      }
    }
    for (const [booking, tickets] of this.#shown) {
      const again = kept.bookings.has(booking)
      for (const { ticket, rev } of again ? tickets : []) {
        const now = kept.tickets.get(ticket)
        holds('SM43', now?.booking === booking && now.rev >= rev, () => `the ticket ${ticket} of ${booking} was shown, and is on no list`) // prettier-ignore
      }
    }
  }

  /** SM41, SM44: it is there as it was told, or a person looks after it and the passenger is told so. */
  #checkKept(phone: Phone, row: OutboxRow, before: Outcome, kept: Kept): void {
    const { name, args } = JSON.parse(row.envelope) as IntentEnvelope
    const now = row.outcome === null ? undefined : (JSON.parse(row.outcome) as Outcome)
    const who = (): string =>
      `${phone.name} was told ${JSON.stringify(before)} of ${name} ${row.id}, now ${row.outcome ?? row.state}`
    if (now?.status === 'refused') {
      const told = harmless.has(now.code ?? '') || (now.code === 'lost-in-restore' && kept.conflicts.has(row.id))
      return holds('SM41', told, who)
    }
    if (!now) return
    const stored = kept.answers.get(row.id)
    const same = stored !== undefined && answerHash(JSON.parse(stored) as Outcome) === answerHash(now)
    holds('SM41', same, () => `${who()}, the server has ${stored ?? 'nothing'}`)
    if (name === 'booking.book') holds('SM41', kept.bookings.has(row.id), () => `${who()}, and there is no booking`)
    if (name !== 'tickets.board') return
    const { event } = boardIntent.parse(args)
    holds('SM44', kept.events.has(event) || kept.held.has(row.id), () => `${who()}, and nothing was recorded`)
  }
}

interface Kept {
  readonly answers: ReadonlyMap<string, string>
  readonly bookings: ReadonlySet<string>
  readonly tickets: ReadonlyMap<string, { readonly booking: string; readonly rev: number }>
  readonly events: ReadonlySet<string>
  readonly held: ReadonlySet<string>
  readonly conflicts: ReadonlySet<string>
}

const idsIn = (table: string) => statement<object, { id: string }>((k) => k(table).select('id'))
const bookings = idsIn('booking')
const events = idsIn('boarding_event')
const facts = idsIn('fact_held')
const conflicts = idsIn('reissue_conflict')
const answers = statement<object, { id: string; outcome: string }>((k) =>
  k('intent').select('id', 'outcome').whereNotNull('outcome'),
)
const tickets = statement<object, { id: string; booking: string; rev: number }>((k) =>
  k('ticket').select('id', 'booking', 'rev'),
)

async function keptBy({ reader }: Server): Promise<Kept> {
  const ids = async (all: typeof bookings) => new Set((await reader.all(all, {})).map(({ id }) => id))
  return {
    answers: new Map((await reader.all(answers, {})).map(({ id, outcome }) => [id, outcome])),
    bookings: await ids(bookings),
    tickets: new Map((await reader.all(tickets, {})).map(({ id, ...ticket }) => [id, ticket])),
    events: await ids(events),
    held: await ids(facts),
    conflicts: await ids(conflicts),
  }
}
