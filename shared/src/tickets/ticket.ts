import type { Day, Instant } from '../base/instants.ts'
import { runOf } from './run.ts'

/** What a ticket says of itself. Instants are whole seconds (their milliseconds are 000). */
export interface TicketClaims {
  /** Ticket id, 32 hex digits. */
  readonly ticket: string
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  readonly reference: string
  /** The departure without its date, hashed: see run.ts. 16 hex digits. */
  readonly run: string
  /** Service date. */
  readonly day: Day
  readonly seat: string
  /** Positions in the departure's list of stops. */
  readonly board: number
  readonly alight: number
  /** At most 24 bytes of UTF-8. */
  readonly name: string
  /** Counts the issues of one ticket, from 0; a higher one kills the lower. */
  readonly rev: number
  /** Minor units of the departure's currency still owed when issued. */
  readonly due: number
}

export interface TicketFacts {
  readonly ticket: string
  readonly reference: string
  readonly departure: { readonly id: string; readonly day: Day }
  readonly seat: string
  readonly board: number
  /** The alighting stop's position, and when the departure reaches it by its timetable. */
  readonly alight: number
  readonly arrivesAt: Instant
  readonly name: string
  readonly rev: number
  readonly due: number
  readonly issuedAt: Instant
}

/** A late bus must not expire a ticket: it is good until a day after its arrival. */
export const graceAfterArrival = 24 * 3600_000
export const nameBytes = 24

const wholeSeconds = (at: Instant): Instant => Math.floor(at / 1000) * 1000

/** The claims of a ticket to be issued. */
export function claimsOf(facts: TicketFacts): TicketClaims {
  return {
    ticket: facts.ticket,
    issuedAt: wholeSeconds(facts.issuedAt),
    expiresAt: wholeSeconds(facts.arrivesAt + graceAfterArrival),
    reference: facts.reference,
    run: runOf(facts.departure.id),
    day: facts.departure.day,
    seat: facts.seat,
    board: facts.board,
    alight: facts.alight,
    name: cutName(facts.name),
    rev: facts.rev,
    due: facts.due,
  }
}

const utf8 = new TextEncoder()
const text = new TextDecoder('utf-8', { ignoreBOM: true })

/** A name cut to 24 bytes of UTF-8, never within a character. */
export function cutName(name: string): string {
  const bytes = utf8.encode(name.normalize('NFC').trim())
  let end = Math.min(bytes.length, nameBytes)
  // Bytes 10xxxxxx go on with a character.
  while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return text.decode(bytes.subarray(0, end)).trimEnd()
}

/** First name and initial of the last, as a manifest shows a person: "Rūta K.". */
export function shortName(name: string): string {
  const [first = '', ...others] = name.trim().split(/\s+/)
  const initial = Array.from(others.at(-1) ?? '')[0]
  return initial === undefined ? first : `${first} ${initial.toLocaleUpperCase('en')}.`
}
