import { grant, refuse, type Result } from 'shared/base/result.ts'
import { cancelQuote } from 'shared/booking/changes.ts'
import type { ChooseIntent } from 'shared/booking/intents.ts'
import { step } from 'shared/booking/booking.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { giveUp } from './give-up.ts'
import { move, type MoveWorld, planMove } from './move.ts'
import type { ServeWorld } from './serve-waiting.ts'
import { overdueChoices, setChoice } from './store.ts'
import { type Terms, termsOf } from './terms.ts'

/** Cancel a booking in the agency's name: all that was paid goes back. */
export async function withdraw(tx: Tx, world: ServeWorld, terms: Terms): Promise<void> {
  const { row, travelling } = terms
  const { price, due, currency } = row
  const owed = Math.min(due, price)
  const quote = cancelQuote({ gross: price, owed, due, currency, percent: 0, until: tx.now })
  await giveUp(tx, world, { terms, leaving: travelling, quote, by: 'agency' })
}

/**
 * Answer what the agency changed: money back in full, another departure at no extra cost, or to stay with the booking.
 * Refusals: unknown-booking, no-choice (nothing was asked, the deadline passed, or the answer is not among those offered),
 * and those of planMove(). To be run within `attempt`.
 */
export async function choose(
  tx: Tx,
  world: MoveWorld,
  { account, ...intent }: ChooseIntent & { readonly account: string },
): Promise<Result<object>> {
  const { booking } = intent
  const terms = await termsOf(tx, world, booking)
  if (!terms || terms.row.account !== account) return refuse('unknown-booking')
  const { row } = terms
  const next = step(row.status, 'keep')
  if ('refuse' in next) return refuse(next.refuse, { booking })
  if (row.choice === null || (row.choice_until ?? 0) <= tx.now) return refuse('no-choice', { booking })
  switch (intent.answer) {
    case 'refund':
      await withdraw(tx, world, terms)
      return grant({ booking })
    case 'keep':
      if (row.choice_otherwise !== 'keep') return refuse('no-choice', { booking })
      await keep(tx, booking)
      return grant({ booking })
    case 'move': {
      const kept = { percent: 0, until: tx.now, waived: true }
      const plan = await planMove(tx, world, terms, { ride: { ...intent, pay: 'on-board' }, kept, now: tx.now })
      if (!plan.ok) return refuse(plan.code, { ...plan.data, booking })
      const moved = await move(tx, world, terms, plan.value)
      if (!moved.ok) return refuse(moved.code, { ...moved.data, booking })
      const { departure, seats } = plan.value.choice
      return grant({ booking, departure: departure.id, seats })
    }
  }
}

async function keep(tx: Tx, id: string): Promise<void> {
  await tx.run(setChoice, { id, choice: null, until: null, otherwise: null })
  tx.changed('booking', id)
}

/**
 * Questions that nobody answered in time answer themselves, each in a unit of its own: one that fails keeps none of the
 * others waiting. A restart forgets none.
 */
export async function settleChoices(context: ServeWorld & Pick<Context, 'db' | 'now' | 'log'>): Promise<void> {
  const { db, now, log } = context
  for (;;) {
    const overdue = await db.read.all(overdueChoices, { now: now() })
    let failed = 0
    for (const { id } of overdue) {
      try {
        await db.transact((tx) => settleChoice(tx, context, id))
      } catch (cause) {
        failed += 1
        log.error('choice.not-settled', { booking: id, cause })
      }
    }
    if (overdue.length < 100 || failed > 0) return
  }
}

/** One question whose deadline has come: money back, or the booking stands. Twice is once. */
export async function settleChoice(tx: Tx, world: ServeWorld, id: string): Promise<void> {
  const terms = await termsOf(tx, world, id)
  if (!terms || terms.row.choice === null || (terms.row.choice_until ?? 0) > tx.now) return
  if (terms.row.choice_otherwise === 'refund') await withdraw(tx, world, terms)
  else await keep(tx, id)
}
