import type { IntentArgs, IntentName } from 'shared/intents.ts'
import { grant, refuse, type Result } from 'shared/base/result.ts'
import type { OutcomeStatus } from 'shared/sync/envelope.ts'
import { may, mayFor } from 'shared/identity/roles.ts'
import { book } from '../booking/book.ts'
import { cancel } from '../booking/cancel.ts'
import { choose } from '../booking/choose.ts'
import { reschedule } from '../booking/reschedule.ts'
import { settle } from '../booking/settle.ts'
import { leave, wait } from '../booking/wait.ts'
import { takeCash } from '../booking/take-cash.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import type { Actor } from '../identity/actor.ts'
import { person } from '../identity/person.ts'
import { agencyOf } from '../inventory/departures.ts'
import { board } from '../tickets/board.ts'
import { departureOfTicket } from '../tickets/boarded.ts'
import type { HeldTicket } from '../tickets/issue.ts'
import { madeWhen, type Sent } from './contact.ts'

/** What an intent is run with: the asker as permitted at this moment. */
export interface Asked<N extends IntentName> {
  readonly context: Context
  readonly actor: Actor
  readonly id: string
  /** How it left its device; null when it was asked over the REST API. */
  readonly sent: Sent | null
  /** Of a booking that a restored server forgot: the tickets its passengers hold, proven, in their order. */
  readonly held?: readonly HeldTicket[] | undefined
  readonly args: IntentArgs<N>
}

export interface Done {
  readonly status: Exclude<OutcomeStatus, 'refused' | 'later'>
  readonly data: object
}

/** Runs an intent. A refusal undoes what it wrote; whether the asker may do it is asked here, at execution. */
export type Handler<N extends IntentName> = (tx: Tx, asked: Asked<N>) => Promise<Result<Done>>

const confirmed = <T extends object>(result: Result<T>): Result<Done> =>
  result.ok ? grant({ status: 'confirmed', data: result.value }) : result

/** Intent name to verb: an intent without a handler does not compile. */
export const handlers: { readonly [N in IntentName]: Handler<N> } = {
  'booking.book': async (tx, { context, actor, id, args, held }) => {
    if (!actor.roles.some((role) => may(role, 'booking.book'))) return refuse('not-allowed')
    const booked = await book(tx, context, { id, account: actor.account, intent: args, held })
    if (!booked.ok) return booked
    return grant({ status: booked.value.heldUntil === undefined ? 'confirmed' : 'held', data: booked.value })
  },
  'booking.cancel': async (tx, { context, actor, args, sent }) => {
    if (!actor.roles.some((role) => may(role, 'booking.cancel'))) return refuse('not-allowed')
    const made = await madeWhen(tx, context, sent)
    return confirmed(await cancel(tx, context, { ...args, account: actor.account, made }))
  },
  'booking.reschedule': async (tx, { context, actor, args }) => {
    if (!actor.roles.some((role) => may(role, 'booking.change'))) return refuse('not-allowed')
    const moved = await reschedule(tx, context, { ...args, account: actor.account })
    return moved.ok && moved.value.heldUntil !== undefined
      ? grant({ status: 'held', data: moved.value })
      : confirmed(moved)
  },
  'booking.choose': async (tx, { context, actor, args }) => {
    if (!actor.roles.some((role) => may(role, 'booking.change'))) return refuse('not-allowed')
    return confirmed(await choose(tx, context, { ...args, account: actor.account }))
  },
  'booking.wait': async (tx, { context, actor, id, args }) => {
    if (!actor.roles.some((role) => may(role, 'booking.book'))) return refuse('not-allowed')
    return confirmed(await wait(tx, context, { id, account: actor.account, intent: args }))
  },
  'booking.leave': async (tx, { actor, args }) => {
    if (!actor.roles.some((role) => may(role, 'booking.book'))) return refuse('not-allowed')
    return confirmed(await leave(tx, { ...args, account: actor.account }))
  },
  'tickets.board': async (tx, { context, actor, args }) => {
    // A ticket shown on another departure than its own is its own agency's affair, too.
    for (const departure of new Set([args.departure, await departureOfTicket(tx, args.ticket)])) {
      if (departure === undefined) continue
      const agency = await agencyOf(tx, context.timetables, departure)
      if (agency === undefined || !mayFor(actor, 'tickets.board', agency)) return refuse('not-allowed')
    }
    const { name: byName } = await person(tx, actor.account)
    const { flags, settled } = await board(tx, context, { fact: args, account: actor.account, byName })
    if (settled !== null) await settle(tx, settled)
    if (args.kind === 'cash' || args.kind === 'undo') await takeCash(tx, context, args.ticket)
    return grant({ status: 'recorded', data: { flags } })
  },
}
