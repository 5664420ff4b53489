import type { Instant } from 'shared/base/instants.ts'
import type { Money } from 'shared/base/money.ts'
import type { RefusalCode, RefusalData } from 'shared/base/refusals.ts'
import type { BookIntent } from 'shared/booking/intents.ts'
import type { Seat } from 'shared/inventory/seat-map.ts'
import { words } from '../../words/words.ts'
import type { RefusalFacts } from '../../words/en/refusals.ts'
import { seatList } from './wish-words.ts'

/** How the screen writes money and times; handed in so that this file knows no language. */
export interface Writing {
  money(money: Money): string
  clock(at: Instant): string
}

/** Seats that were free when the answer was made, and what kind they are. */
export interface Offer {
  seats: string[]
  name: string
  note: string
}

/** The next step in one tap. */
export type NextStep =
  | { kind: 'offers'; offers: Offer[]; price: Money }
  | { kind: 'ask-any'; price: Money }
  | { kind: 'ask-price'; price: Money }
  | { kind: 'ask-same' }
  | { kind: 'other-departures' }
  | { kind: 'search' }

export interface RefusalView {
  reason: string
  /** What it means for the person: mostly that they paid nothing. */
  rest: string
  asOf: Instant | null
  freeSeats: number | null
  step: NextStep
  /** Shown under the first step. */
  alsoOtherDepartures: boolean
}

const isMoney = (limit: Money | number | undefined): limit is Money => typeof limit === 'object'

function factsOf(data: RefusalData, args: BookIntent | null, writing: Writing): RefusalFacts {
  const wished = args?.wishes.find((wish) => wish.kind === 'seats')
  const seats = data.taken?.length ? data.taken : wished?.kind === 'seats' ? wished.seats : []
  return {
    asked: args?.passengers.length ?? 1,
    ...(seats.length ? { seats: seatList(seats) } : {}),
    ...(data.freeSeats === undefined ? {} : { free: data.freeSeats }),
    ...(data.at === undefined ? {} : { at: writing.clock(data.at) }),
    ...(data.price ? { price: writing.money(data.price) } : {}),
    ...(data.limit === undefined
      ? {}
      : { limit: isMoney(data.limit) ? writing.money(data.limit) : String(data.limit) }),
    ...(data.reference ? { reference: data.reference } : {}),
  }
}

const positionsOf = (labels: readonly string[], seats: ReadonlyMap<string, Seat>): string =>
  seatList(
    labels.flatMap((label) => {
      const seat = seats.get(label)
      return seat ? [words.trips.positions[seat.position]] : []
    }),
  )

function offersIn(data: RefusalData, seats: ReadonlyMap<string, Seat>): Offer[] {
  return (data.free ?? []).slice(0, 4).map((labels) => ({
    seats: labels,
    name: seatList(labels),
    note: positionsOf(labels, seats),
  }))
}

function nextStep(code: RefusalCode, data: RefusalData, args: BookIntent | null, offers: Offer[]): NextStep {
  if (args === null) return { kind: 'search' }
  const price = data.price ?? args.ceiling
  switch (code) {
    case 'seats-taken':
    case 'hold-expired':
      if (offers.length > 0) return { kind: 'offers', offers, price }
      if ((data.freeSeats ?? 0) >= args.passengers.length) return { kind: 'ask-any', price }
      return code === 'hold-expired' && data.freeSeats === undefined
        ? { kind: 'ask-same' }
        : { kind: 'other-departures' }
    case 'price-above-limit':
      return data.price ? { kind: 'ask-price', price: data.price } : { kind: 'other-departures' }
    case 'depends-on-refused':
    case 'device-forked':
    case 'already-used':
    case 'not-full':
      return { kind: 'ask-same' }
    case 'not-enough':
    case 'departed':
    case 'sales-closed':
    case 'cancelled':
    case 'not-sold':
    case 'paid-but-gone':
    case 'no-money':
    case 'no-points':
    case 'too-many-seats':
    case 'too-many-unpaid':
    case 'payment-not-offered':
    case 'no-other-departure':
    case 'line-full':
      return { kind: 'other-departures' }
    case 'timetable-changed':
    case 'unknown-departure':
    case 'unknown-booking':
    case 'already-cancelled':
    case 'already-boarded':
    case 'quote-changed':
    case 'no-choice':
    case 'other-agency':
    case 'already-served':
    case 'not-allowed':
    case 'lost-in-restore':
    case 'expired':
    case 'invalid':
    case 'poison':
    case 'unknown-reason':
      return { kind: 'search' }
  }
}

/** A refusal as a screen shows it: why, what is left, and the next step in one tap. */
export function refusalView(
  refused: { code: RefusalCode; data: RefusalData; args: BookIntent | null },
  seats: ReadonlyMap<string, Seat>,
  writing: Writing,
): RefusalView {
  const { code, data, args } = refused
  const step = nextStep(code, data, args, offersIn(data, seats))
  return {
    ...words.refusals[code](factsOf(data, args, writing)),
    asOf: data.asOf ?? null,
    freeSeats: data.freeSeats ?? null,
    step,
    alsoOtherDepartures: args !== null && step.kind !== 'other-departures' && step.kind !== 'search',
  }
}

/** The same request with other seats or a new ceiling; the wishes behind the first stay in their order. */
export function askAgain(args: BookIntent, change: { seats?: string[]; any?: boolean; ceiling?: Money }): BookIntent {
  const rest = args.wishes.filter((wish) => wish.kind !== 'seats')
  const wishes = change.seats
    ? [{ kind: 'seats' as const, seats: change.seats }, ...rest]
    : change.any
      ? [
          ...rest.filter((wish) => wish.kind === 'together'),
          { kind: 'any' as const },
          ...rest.filter((w) => w.kind === 'departure'),
        ]
      : args.wishes
  return { ...args, wishes, ceiling: change.ceiling ?? args.ceiling }
}
