import type { Instant } from '../base/instants.ts'
import type { Money } from '../base/money.ts'
import type { BoardIntent } from './intents.ts'

/**
 * Boarding events are facts: a set that only grows. The state of a ticket is a function of the set, whatever the
 * order in which its facts arrived. Waiting intents of this phone and the server's records are both facts.
 */
export type BoardingFact = Omit<BoardIntent, 'token'> & {
  readonly token?: string
  /** Present once the server took it down. */
  readonly recordedAt?: Instant
  readonly by?: string
  readonly byName?: string
  readonly flags?: readonly string[]
}

/** What is irregular about a recorded fact. The first three change no ticket until a person settles them. */
export const boardingFlags = [
  'not-allowed',
  'device-revoked',
  'unreadable',
  'overridden',
  'double-boarded',
  'verdict-differs',
  'not-owed',
  'unknown-ticket',
] as const
export type BoardingFlag = (typeof boardingFlags)[number]
const heldBack: readonly string[] = ['not-allowed', 'device-revoked', 'unreadable'] satisfies BoardingFlag[]

/** When it happened, by the server's clock as the device estimated it. */
export const happenedAt = (fact: BoardingFact): Instant => fact.deviceAt + fact.offset

/** One fact known twice: the server's copy stands, for it can only say more. Otherwise the same whichever came first. */
function better(a: BoardingFact, b: BoardingFact): BoardingFact {
  const recorded = (a.recordedAt ?? -1) - (b.recordedAt ?? -1)
  if (recorded !== 0) return recorded > 0 ? a : b
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b
}

/** The union of sets of facts, in the order in which they happened. Commutative, associative and idempotent. */
export function mergeFacts(...sets: readonly (readonly BoardingFact[])[]): BoardingFact[] {
  const byEvent = new Map<string, BoardingFact>()
  for (const fact of sets.flat()) {
    const known = byEvent.get(fact.event)
    byEvent.set(fact.event, known === undefined ? fact : better(known, fact))
  }
  return [...byEvent.values()].sort(byTime)
}

const byTime = (a: BoardingFact, b: BoardingFact): number =>
  happenedAt(a) - happenedAt(b) || (a.event < b.event ? -1 : a.event > b.event ? 1 : 0)

export interface TicketState {
  /** Boardings that stand (not undone), the earliest first. */
  readonly boardings: readonly BoardingFact[]
  /** More than one boarding stands: for a person to settle. */
  readonly doubleBoarded: boolean
  readonly alighted: BoardingFact | null
  readonly noShow: BoardingFact | null
  /** Cash taken on board, sum of what stands; null when none was. */
  readonly cash: Money | null
}

/** The state of one ticket, keyed by its id whatever its rev. An undo takes back one event of the same ticket, for good. */
export function ticketState(ticket: string, facts: readonly BoardingFact[]): TicketState {
  const counted = mergeFacts(
    facts.filter((f) => f.ticket === ticket && !f.flags?.some((flag) => heldBack.includes(flag))),
  )
  const undone = new Set(counted.flatMap((f) => (f.kind === 'undo' && f.undoes !== undefined ? [f.undoes] : [])))
  const standing = counted.filter((f) => !undone.has(f.event))
  const ofKind = (kind: BoardingFact['kind']): BoardingFact[] => standing.filter((f) => f.kind === kind)
  const boardings = ofKind('board')
  return {
    boardings,
    doubleBoarded: boardings.length > 1,
    alighted: ofKind('alight').at(-1) ?? null,
    noShow: boardings.length === 0 ? (ofKind('no-show').at(-1) ?? null) : null,
    cash: ofKind('cash').reduce<Money | null>((sum, f) => (f.amount ? addTo(sum, f.amount) : sum), null),
  }
}

/** Facts come from outside: cash in another currency than the first is not added to it. */
const addTo = (sum: Money | null, taken: Money): Money =>
  sum === null || sum.currency !== taken.currency ? (sum ?? taken) : { ...sum, amount: sum.amount + taken.amount }
