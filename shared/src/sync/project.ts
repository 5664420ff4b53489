import type { IntentArgs, IntentName } from '../intents.ts'
import type { Booking, OutcomeRecord } from '../records.ts'

/** How far an intent has come on this phone. `asked`: sent, and the answer is not settled here yet. */
export type IntentPhase = 'queued' | 'sending' | 'asked' | 'blocked' | 'needs-sign-in' | 'stuck'

type BookIntent = IntentArgs<'booking.book'>

interface Waiting<N extends IntentName> {
  readonly id: string
  /** Order in which this phone asked. */
  readonly n: number
  readonly name: N
  readonly args: IntentArgs<N>
  readonly after: readonly string[]
  readonly madeAt: number
  /** When it last left the phone; null when it never did. */
  readonly sentAt: number | null
  readonly phase: IntentPhase
  /** The server's word, stored here before its changes were. */
  readonly outcome: OutcomeRecord | null
}

/** An intent in the outbox that has not settled yet. */
export type WaitingIntent = { [N in IntentName]: Waiting<N> }[IntentName]

/** One line of the Trips screen. */
export type TripView =
  | {
      readonly kind: 'waiting'
      readonly id: string
      readonly phase: IntentPhase
      readonly madeAt: number
      readonly sentAt: number | null
      readonly args: BookIntent
    }
  | {
      readonly kind: 'booking'
      readonly id: string
      readonly booking: Booking
      /** A cancellation that is on its way. */
      readonly cancel: null | 'waiting' | 'asked'
      /** Why the last cancellation was refused; null when none was, or another is on its way. */
      readonly cancelRefused: OutcomeRecord | null
    }
  | {
      readonly kind: 'refused'
      readonly id: string
      readonly outcome: OutcomeRecord
      /** What was asked; null when another phone asked. */
      readonly args: BookIntent | null
      readonly answeredAt: number
    }

/** What the phone holds that makes trips. */
export interface TripRecords {
  readonly bookings: readonly Booking[]
  readonly outcomes: readonly OutcomeRecord[]
}

/** Args of intents that are settled but still in the outbox, by intent id. */
export type KnownArgs = ReadonlyMap<string, BookIntent>

const noArgs: KnownArgs = new Map()

/**
 * What the person sees of their trips: the server's records, with what still waits laid over them. Pure.
 * Waiting ones first (as asked), then refusals (latest first), then bookings (by boarding time).
 * Whatever order outcome and records arrive in, an intent shows as exactly one line.
 */
export function project(
  records: TripRecords,
  waiting: readonly WaitingIntent[],
  known: KnownArgs = noArgs,
): TripView[] {
  const booked = new Set(records.bookings.map((booking) => booking.id))
  const refused = new Map<string, TripView>()
  for (const outcome of records.outcomes) {
    if (outcome.name !== 'booking.book' || outcome.status !== 'refused') continue
    refused.set(outcome.id, refusal(outcome, known.get(outcome.id) ?? null))
  }
  const asked: TripView[] = []
  for (const intent of [...waiting].sort((a, b) => a.n - b.n)) {
    if (intent.name !== 'booking.book' || booked.has(intent.id)) continue
    const { id, phase, madeAt, sentAt, args } = intent
    const outcome = intent.outcome
    if (outcome?.status === 'refused') refused.set(id, refusal(outcome, args))
    else if (refused.has(id)) refused.set(id, withArgs(refused.get(id), args))
    else asked.push({ kind: 'waiting', id, phase, madeAt, sentAt, args })
  }
  return [...asked, ...[...refused.values()].sort(latestFirst), ...bookings(records, waiting)]
}

const refusal = (outcome: OutcomeRecord, args: BookIntent | null): TripView => ({
  kind: 'refused',
  id: outcome.id,
  outcome,
  args,
  answeredAt: outcome.decidedAt,
})

const withArgs = (view: TripView | undefined, args: BookIntent): TripView =>
  view?.kind === 'refused' ? { ...view, args } : unreachable()

const unreachable = (): never => {
  throw new Error('only refusals are kept among refusals')
}

const latestFirst = (a: TripView, b: TripView): number =>
  (b.kind === 'refused' ? b.answeredAt : 0) - (a.kind === 'refused' ? a.answeredAt : 0)

function bookings({ bookings: all, outcomes }: TripRecords, waiting: readonly WaitingIntent[]): TripView[] {
  const cancels = new Map<string, 'waiting' | 'asked'>()
  for (const intent of waiting) {
    if (intent.name !== 'booking.cancel' || intent.outcome?.status === 'refused') continue
    const sent = intent.phase === 'sending' || intent.phase === 'asked'
    cancels.set(intent.args.booking, sent ? 'asked' : 'waiting')
  }
  return [...all]
    .sort((a, b) => a.board.at - b.board.at || (a.id < b.id ? -1 : 1))
    .map((booking) => {
      const cancel = booking.status === 'cancelled' ? null : (cancels.get(booking.id) ?? null)
      const cancelRefused =
        cancel === null && booking.status === 'confirmed' ? refusedCancel(outcomes, booking.id) : null
      return { kind: 'booking', id: booking.id, booking, cancel, cancelRefused }
    })
}

const refusedCancel = (outcomes: readonly OutcomeRecord[], booking: string): OutcomeRecord | null =>
  outcomes
    .filter(({ name, status, data }) => name === 'booking.cancel' && status === 'refused' && data.booking === booking)
    .sort((a, b) => b.decidedAt - a.decidedAt)[0] ?? null
