import type { Day, Instant } from '../base/instants.ts'
import type { Money } from '../base/money.ts'
import type { BoardingFact } from './events.ts'
import type { SignatureCheck } from './signature.ts'
import type { TicketClaims } from './ticket.ts'
import type { Verdict, VerdictColour } from './verdicts.ts'

/** A row of the manifest, as far as a verdict needs it. */
export interface ManifestRow {
  readonly ticket: string
  readonly reference: string
  readonly seat: string
  readonly name: string
  readonly board: number
  readonly alight: number
  readonly status: 'valid' | 'cancelled' | 'superseded'
  readonly rev: number
  readonly statusAt: Instant | null
  readonly replacedBy: { readonly ticket: string; readonly seat: string } | null
  readonly due: Money
}

/** What was held before the conductor. */
export type Presented =
  /** A code, read and its signature checked. */
  | { readonly kind: 'code'; readonly claims: TicketClaims; readonly signature: SignatureCheck }
  /** A ticket found on the manifest by reference, name or seat. */
  | { readonly kind: 'entry'; readonly ticket: string }
  /** A queued request shown at the door. */
  | { readonly kind: 'request' }
  /** No ticket of ours. */
  | { readonly kind: 'nothing' }

/** All that is known where the verdict is made, on a phone or on the server. */
export interface Evidence {
  /** By the server's clock as estimated here. */
  readonly now: Instant
  readonly departure: {
    readonly id: string
    readonly day: Day
    readonly currency: string
    /** When the departure leaves each of its stops by the timetable, by position. */
    readonly leavesAt: readonly Instant[]
  }
  /** Position of the stop the conductor is working. */
  readonly stop: number
  /** Rows of the departure's manifest, and when it was synced; null when it never was. */
  readonly manifest: readonly ManifestRow[]
  readonly manifestAt: Instant | null
  /** All boarding events known here, waiting ones included. */
  readonly facts: readonly BoardingFact[]
  /** How far this phone's clock is off when it cannot be trusted, in ms; null when it can. */
  readonly clockOffBy: number | null
  readonly deviceRevoked: boolean
  /** The highest rev of this ticket whose true code was seen here. */
  readonly highestRev?: number
}

/** A reason and what a screen needs to say it. */
export type Reason =
  | { readonly verdict: 'device-revoked' | 'not-a-ticket' | 'unknown-key' | 'key-revoked' | 'forged' | 'not-confirmed' }
  | { readonly verdict: 'cancelled'; readonly at: Instant | null }
  | { readonly verdict: 'superseded'; readonly at: Instant | null; readonly seat: string | null }
  | { readonly verdict: 'wrong-date' | 'wrong-departure'; readonly day: Day; readonly run: string }
  | { readonly verdict: 'already-boarded'; readonly boarding: BoardingFact; readonly at: Instant }
  | { readonly verdict: 'board-later' | 'leg-ended'; readonly stop: number }
  | { readonly verdict: 'seat-moved'; readonly seat: string }
  | { readonly verdict: 'clock-suspect'; readonly offBy: number }
  | { readonly verdict: 'too-early' | 'too-late'; readonly at: Instant }
  | { readonly verdict: 'cash-due'; readonly due: Money }
  | { readonly verdict: 'missing-from-manifest' | 'valid-not-on-manifest'; readonly issuedAt: Instant }
  | { readonly verdict: 'valid' }

/** Who the ticket is for, as the manifest or else the code says. */
export interface Holder {
  readonly ticket: string
  readonly reference: string
  readonly name: string
  readonly seat: string
  readonly board: number
  readonly alight: number
}

export interface Boarding {
  readonly verdict: Verdict
  readonly colour: VerdictColour
  /** The first that holds, then all the others, the most serious first. */
  readonly reasons: readonly [Reason, ...Reason[]]
  /** Null when the code says nothing that can be believed. */
  readonly holder: Holder | null
  /** To be collected now, whatever the verdict and whoever overrides it; null when nothing is owed. */
  readonly due: Money | null
  /** Age of the data. */
  readonly manifestAt: Instant | null
}
