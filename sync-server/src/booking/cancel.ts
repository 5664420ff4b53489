import { grant, refuse, type Result } from 'shared/base/result.ts'
import { boundBy, cancellation, type MadeWhen, momentOf, type Quote } from 'shared/booking/changes.ts'
import type { CancelIntent } from 'shared/booking/intents.ts'
import type { Context } from '../context.ts'
import type { Reader, Tx } from '../db/transact.ts'
import { anyoneBoarded } from '../tickets/boarded.ts'
import { giveUp } from './give-up.ts'
import type { ServeWorld } from './serve-waiting.ts'
import type { PassengerRow } from './store.ts'
import { keptAt, quoteOf, type Terms, termsOf } from './terms.ts'

export interface CancelAsk extends CancelIntent {
  readonly account: string
  /** What is known of when it was asked, for a request made offline; absent when it is asked now. */
  readonly made?: Omit<MadeWhen, 'now' | 'boarded'> | undefined
}

type World = Pick<Context, 'timetables'>

interface Asked {
  readonly terms: Terms
  readonly leaving: readonly PassengerRow[]
  readonly quote: Quote
}

/**
 * Cancel a booking or some of its passengers: seats are free again, tickets good no more, money back by the ladder, bound
 * to the quote that was shown. Asking twice is asking once.
 * Refusals: unknown-booking (also somebody else's), quote-changed, and those of cancellation().
 */
export async function cancel(tx: Tx, world: ServeWorld, ask: CancelAsk): Promise<Result<object>> {
  const { booking } = ask
  const asked = await consider(tx, world, ask, tx.now)
  if (!asked.ok) return asked
  if (asked.value === 'already') return grant({ booking })
  const bound = boundBy(asked.value.quote, ask.quote)
  if (!bound.ok) return refuse(bound.code, { ...bound.data, booking })
  await giveUp(tx, world, { ...asked.value, quote: bound.value, by: 'passenger' })
  const { fee, back } = bound.value
  return grant({ booking, ...(fee.amount > 0 && { fee }), ...(back.amount > 0 && { back }) })
}

/**
 * What cancelling would cost now, for all or some passengers.
 * Refusals: as cancel(); already-cancelled where there is nobody left to cancel.
 */
export async function quoteCancel(reader: Reader, world: World, ask: CancelAsk, now: number): Promise<Result<Quote>> {
  const asked = await consider(reader, world, ask, now)
  if (!asked.ok) return asked
  return asked.value === 'already' ? refuse('already-cancelled') : grant(asked.value.quote)
}

async function consider(
  reader: Reader,
  world: World,
  { booking, account, passengers, made }: CancelAsk,
  now: number,
): Promise<Result<Asked | 'already'>> {
  const terms = await termsOf(reader, world, booking)
  // It says no more of somebody else's booking than of one that is not there.
  if (!terms || terms.row.account !== account) return refuse('unknown-booking')
  const { row, travelling, leavesAt } = terms
  const leaving = passengers ? travelling.filter(({ position }) => passengers.includes(position)) : travelling
  const all = leaving.length === travelling.length
  const boarded = await anyoneBoarded(reader, booking, all ? undefined : ticketsOf(leaving))
  const at = made ? momentOf({ ...made, now, boarded }) : now
  const standing = { status: row.status, leavesAt, boarded, choice: row.choice !== null }
  const allowed = cancellation(standing, all ? 'cancel' : 'part', at)
  if (!allowed.ok) return refuse(allowed.code, { ...allowed.data, booking })
  // All who are named have cancelled before.
  if (allowed.value === 'already' || leaving.length === 0) return grant('already')
  return grant({ terms, leaving, quote: await quoteOf(reader, terms, leaving, keptAt(terms, 'cancel', at)) })
}

const ticketsOf = (passengers: readonly PassengerRow[]) => new Set(passengers.flatMap(({ ticket }) => ticket ?? []))
