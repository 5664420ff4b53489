import type { Life } from '../base/life.ts'

/** The life of an intent on the phone that asked. `final`: answered; `settled`: its effects have reached the phone. */
export type IntentState = 'queued' | 'sending' | 'blocked' | 'stuck' | 'final' | 'settled' | 'withdrawn' | 'archived'

/**
 * What can happen to it. `send`: a drain takes a lease. `lost`: no answer, or the lease ran out. `later`: the server has
 * not decided. `answer`: confirmed, held, refused or recorded. `unreadable`: refused alone as an envelope. `update`:
 * another version of the app. `reached`: the phone's cursors passed its effects. `withdraw`: the person takes it back
 * while it is surely not with the server. `forgotten`: a new epoch. `age`: 30 days after the answer.
 */
export type IntentEvent =
  'send' | 'lost' | 'later' | 'answer' | 'unreadable' | 'update' | 'reached' | 'withdraw' | 'forgotten' | 'age'

const same = { same: true } as const
const over = {
  send: same,
  lost: same,
  later: same,
  answer: same,
  unreadable: same,
  update: same,
  reached: same,
  withdraw: same,
  forgotten: same,
  age: same,
} as const

export const intentLife: Life<IntentState, IntentEvent> = {
  queued: {
    ...over,
    send: { to: 'sending' },
    later: { to: 'blocked' },
    answer: { to: 'final' },
    // Its lease was given back before it was known to be at fault.
    unreadable: { to: 'stuck' },
    withdraw: { to: 'withdrawn' },
  },
  // What may be with the server is not taken back: withdrawing is refused on the phone, and cancelling is offered.
  sending: {
    ...over,
    lost: { to: 'queued' },
    later: { to: 'blocked' },
    answer: { to: 'final' },
    unreadable: { to: 'stuck' },
  },
  blocked: {
    ...over,
    send: { to: 'sending' },
    later: { stays: true },
    answer: { to: 'final' },
    unreadable: { to: 'stuck' },
    withdraw: { to: 'withdrawn' },
  },
  stuck: {
    ...over,
    later: { to: 'blocked' },
    answer: { to: 'final' },
    update: { to: 'queued' },
    withdraw: { to: 'withdrawn' },
  },
  final: { ...over, reached: { to: 'settled' }, forgotten: { to: 'queued' } },
  settled: { ...over, forgotten: { to: 'queued' }, age: { to: 'archived' } },
  withdrawn: over,
  archived: over,
}
