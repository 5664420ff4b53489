import type { Money } from 'shared/base/money.ts'
import type { ManifestEntry } from 'shared/records.ts'
import { ticketState, type BoardingFact, type TicketState } from 'shared/tickets/events.ts'

/** One line of the passenger list, as this phone knows it now. */
export interface Rider {
  readonly entry: ManifestEntry
  readonly state: TicketState
  readonly is: 'waiting' | 'boarded' | 'no-show' | 'out'
  /** Still owed; null when nothing is. */
  readonly due: Money | null
  /** How many tickets of the same booking still hold. */
  readonly party: number
}

const bySeat = new Intl.Collator('en', { numeric: true })

/** The list with the facts laid over it, by seat. */
export function ridersOf(entries: readonly ManifestEntry[], facts: readonly BoardingFact[]): Rider[] {
  const ofTicket = grouped(facts, (fact) => fact.ticket)
  const parties = grouped(
    entries.filter((entry) => entry.status === 'valid'),
    (entry) => entry.booking,
  )
  const riders = entries.map((entry): Rider => {
    const state = ticketState(entry.ticket, ofTicket.get(entry.ticket) ?? [])
    return {
      entry,
      state,
      is: standing(entry, state),
      due: entry.due.amount > 0 && state.cash === null ? entry.due : null,
      party: parties.get(entry.booking)?.length ?? 1,
    }
  })
  return riders.sort((a, b) => bySeat.compare(a.entry.seat, b.entry.seat))
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}

function standing(entry: ManifestEntry, state: TicketState): Rider['is'] {
  if (state.boardings.length > 0) return 'boarded'
  if (entry.status !== 'valid') return 'out'
  return state.noShow === null ? 'waiting' : 'no-show'
}

export interface AtStop {
  readonly here: readonly Rider[]
  /** Still waiting for at a stop the coach has passed. */
  readonly earlier: readonly Rider[]
  readonly aboard: readonly Rider[]
  readonly later: readonly Rider[]
  readonly out: readonly Rider[]
  /** How many of those aboard get off at this stop. */
  readonly alighting: number
  /** Boarded so far, of all who were to board up to this stop. */
  readonly boarded: number
  readonly expected: number
}

/** Who matters at a stop of the departure. */
export function atStop(riders: readonly Rider[], stop: number): AtStop {
  const waits = (rider: Rider): boolean => rider.is === 'waiting' || rider.is === 'no-show'
  const due = riders.filter((rider) => rider.is !== 'out' && rider.entry.board <= stop)
  const boarded = riders.filter((rider) => rider.is === 'boarded')
  return {
    here: riders.filter((rider) => waits(rider) && rider.entry.board === stop),
    earlier: due.filter((rider) => waits(rider) && rider.entry.board < stop && rider.entry.alight > stop),
    aboard: boarded.filter((rider) => rider.entry.alight >= stop && rider.state.alighted === null),
    later: riders.filter((rider) => waits(rider) && rider.entry.board > stop),
    out: riders.filter((rider) => rider.is === 'out'),
    alighting: boarded.filter((rider) => rider.entry.alight === stop).length,
    boarded: boarded.length,
    expected: new Set([...due, ...boarded]).size,
  }
}

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Those whose seat, reference, phone or a word of the name begins so, accents apart. */
export function findRiders(riders: readonly Rider[], text: string): Rider[] {
  const asked = folded(text.trim())
  const bare = asked.replace(/\s/g, '')
  return riders.filter(({ entry }) => {
    const words = folded(entry.name).split(/\s+/)
    return (
      folded(entry.seat).startsWith(bare) ||
      folded(entry.reference).startsWith(bare) ||
      entry.phoneTail === bare ||
      folded(entry.name).startsWith(asked) ||
      words.some((word) => word.startsWith(asked))
    )
  })
}

/** Tickets that boarded and are not on the list: sold after it was synced. */
export function unlisted(entries: readonly ManifestEntry[], facts: readonly BoardingFact[]): string[] {
  const listed = new Set(entries.map((entry) => entry.ticket))
  const others = new Set(facts.filter((fact) => !listed.has(fact.ticket)).map((fact) => fact.ticket))
  return [...others].filter((ticket) => ticketState(ticket, facts).boardings.length > 0)
}

/** Tickets of one booking that board with this one and are not aboard yet. */
export const companions = (riders: readonly Rider[], ticket: string): Rider[] => {
  const own = riders.find((rider) => rider.entry.ticket === ticket)
  if (own === undefined) return []
  return riders.filter(
    ({ entry, is }) =>
      entry.booking === own.entry.booking &&
      entry.ticket !== ticket &&
      entry.board === own.entry.board &&
      (is === 'waiting' || is === 'no-show'),
  )
}
