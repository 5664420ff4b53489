import type { Money } from '../base/money.ts'
import { happenedAt, ticketState } from './events.ts'
import type { Boarding, Evidence, Holder, ManifestRow, Presented, Reason } from './evidence.ts'
import { runOf } from './run.ts'
import { graceAfterArrival, type TicketClaims } from './ticket.ts'
import { verdicts, type Verdict, type VerdictColour } from './verdicts.ts'

/** Boarding opens so long before the departure leaves the boarding stop. */
export const boardingOpens = 30 * 60_000
/** A ticket issued this shortly before the manifest's age may not have reached it. */
export const manifestSlack = 2 * 60_000

const colours: Record<Verdict, VerdictColour> = {
  'device-revoked': 'red',
  'not-a-ticket': 'none',
  'unknown-key': 'red',
  'key-revoked': 'red',
  forged: 'red',
  'not-confirmed': 'red',
  cancelled: 'red',
  superseded: 'red',
  'wrong-date': 'red',
  'wrong-departure': 'red',
  'already-boarded': 'amber',
  'board-later': 'amber',
  'leg-ended': 'amber',
  'seat-moved': 'amber',
  'clock-suspect': 'amber',
  'too-early': 'amber',
  'too-late': 'amber',
  'cash-due': 'amber',
  'missing-from-manifest': 'amber',
  'valid-not-on-manifest': 'green',
  valid: 'green',
}

export const colourOf = (verdict: Verdict): VerdictColour => colours[verdict]

/**
 * Whether somebody may board, decided from what is known where it is asked: on the phone with its evidence, later on
 * the server with its own. Pure; a refusal is a verdict, never an exception.
 */
export function decideBoarding(presented: Presented, evidence: Evidence): Boarding {
  const row = rowOf(presented, evidence)
  const reasons = [...deviceReasons(evidence), ...proofReasons(presented, row)]
  const believed = presented.kind === 'entry' || (presented.kind === 'code' && presented.signature === 'good')
  const holder = believed ? holderOf(presented, row) : null
  if (holder === null) return boarding(reasons, null, null, evidence)
  const claims = presented.kind === 'code' ? presented.claims : null
  const elsewhere = claims === null ? [] : otherDeparture(claims, evidence)
  const due = dueOf(holder, claims, row, evidence)
  reasons.push(...lifeReasons(claims, row, evidence), ...elsewhere, ...boardedReasons(holder.ticket, evidence))
  if (elsewhere.length === 0) reasons.push(...rideReasons(holder, claims, evidence))
  if (due !== null) reasons.push({ verdict: 'cash-due', due })
  return boarding(reasons, holder, due, evidence)
}

function rowOf(presented: Presented, { manifest }: Evidence): ManifestRow | undefined {
  const ticket =
    presented.kind === 'code' ? presented.claims.ticket : presented.kind === 'entry' ? presented.ticket : undefined
  return manifest.find((row) => row.ticket === ticket)
}

function boarding(reasons: Reason[], holder: Holder | null, due: Money | null, { manifestAt }: Evidence): Boarding {
  const rank = (reason: Reason): number => verdicts.indexOf(reason.verdict)
  const [first = { verdict: 'valid' } as const, ...others] = reasons.toSorted((a, b) => rank(a) - rank(b))
  return {
    verdict: first.verdict,
    colour: colours[first.verdict],
    reasons: [first, ...others],
    holder,
    due,
    manifestAt,
  }
}

const deviceReasons = ({ deviceRevoked }: Evidence): Reason[] => (deviceRevoked ? [{ verdict: 'device-revoked' }] : [])

/** Whether what is presented proves anything. */
function proofReasons(presented: Presented, row: ManifestRow | undefined): Reason[] {
  switch (presented.kind) {
    case 'nothing':
      return [{ verdict: 'not-a-ticket' }]
    case 'request':
      return [{ verdict: 'not-confirmed' }]
    case 'entry':
      return row === undefined ? [{ verdict: 'not-a-ticket' }] : []
    case 'code':
      return presented.signature === 'good' ? [] : [{ verdict: presented.signature }]
  }
}

/** The manifest is younger than any code, save for the seat: what the passenger holds may name another. */
function holderOf(presented: Presented, row: ManifestRow | undefined): Holder | null {
  const said = row ?? (presented.kind === 'code' ? presented.claims : undefined)
  if (said === undefined) return null
  const { ticket, reference, name, seat, board, alight } = said
  return { ticket, reference, name, seat, board, alight }
}

/** Withdrawn, replaced, moved to another seat, or never listed. */
function lifeReasons(claims: TicketClaims | null, row: ManifestRow | undefined, evidence: Evidence): Reason[] {
  const { manifestAt } = evidence
  if (row?.status === 'cancelled') return [{ verdict: 'cancelled', at: row.statusAt }]
  if (row?.status === 'superseded')
    return [{ verdict: 'superseded', at: row.statusAt, seat: row.replacedBy?.seat ?? null }]
  if (claims === null) return []
  if (row !== undefined && row.rev > claims.rev) return [{ verdict: 'superseded', at: row.statusAt, seat: row.seat }]
  if ((evidence.highestRev ?? 0) > claims.rev) return [{ verdict: 'superseded', at: null, seat: null }]
  if (row !== undefined) return row.seat === claims.seat ? [] : [{ verdict: 'seat-moved', seat: row.seat }]
  if (otherDeparture(claims, evidence).length > 0) return []
  const listed = manifestAt !== null && claims.issuedAt < manifestAt - manifestSlack
  return [{ verdict: listed ? 'missing-from-manifest' : 'valid-not-on-manifest', issuedAt: claims.issuedAt }]
}

function otherDeparture({ run, day }: TicketClaims, { departure }: Evidence): Reason[] {
  const reasons: Reason[] = []
  if (day !== departure.day) reasons.push({ verdict: 'wrong-date', day, run })
  if (run !== runOf(departure.id)) reasons.push({ verdict: 'wrong-departure', day, run })
  return reasons
}

function boardedReasons(ticket: string, { facts }: Evidence): Reason[] {
  const [first] = ticketState(ticket, facts).boardings
  return first === undefined ? [] : [{ verdict: 'already-boarded', boarding: first, at: happenedAt(first) }]
}

/** Where and when: asked only of a ticket for this departure. A clock that cannot be trusted judges no time. */
function rideReasons(holder: Holder, claims: TicketClaims | null, evidence: Evidence): Reason[] {
  const { departure, stop, now, clockOffBy } = evidence
  const reasons: Reason[] = []
  if (stop < holder.board) reasons.push({ verdict: 'board-later', stop: holder.board })
  if (stop >= holder.alight) reasons.push({ verdict: 'leg-ended', stop: holder.alight })
  if (clockOffBy !== null) return [...reasons, { verdict: 'clock-suspect', offBy: clockOffBy }]
  const opens = (departure.leavesAt[holder.board] ?? 0) - boardingOpens
  const arrives = departure.leavesAt[holder.alight]
  const ends = claims?.expiresAt ?? (arrives === undefined ? Infinity : arrives + graceAfterArrival)
  if (now < opens) reasons.push({ verdict: 'too-early', at: opens })
  if (now > ends) reasons.push({ verdict: 'too-late', at: ends })
  return reasons
}

/** What is still owed: the manifest knows better than the code, and cash taken on board clears it. */
function dueOf(
  { ticket }: Holder,
  claims: TicketClaims | null,
  row: ManifestRow | undefined,
  { facts, departure }: Evidence,
): Money | null {
  const due = row?.due ?? { amount: claims?.due ?? 0, currency: departure.currency }
  return due.amount > 0 && ticketState(ticket, facts).cash === null ? due : null
}
