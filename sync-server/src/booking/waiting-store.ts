import type { RefusalCode } from 'shared/base/refusals.ts'
import type { WaitingState } from 'shared/booking/waiting.ts'
import { statement } from '../db/statement.ts'

export interface WaitingRow {
  readonly id: string
  readonly account: string
  readonly departure: string
  readonly status: WaitingState
  readonly since: number
  readonly board: number
  readonly alight: number
  readonly seats: number
  /** WaitIntent as JSON. */
  readonly intent: string
  readonly leaves_at: number
  readonly ended_at: number | null
  readonly why: RefusalCode | null
  readonly rev: number
}

const columns = [
  'id',
  'account',
  'departure',
  'status',
  'since',
  'board',
  'alight',
  'seats',
  'intent',
  'leaves_at',
  'ended_at',
  'why',
  'rev',
] as const satisfies readonly (keyof WaitingRow)[]

export const insertWaiting = statement<WaitingRow>((k, p) =>
  k('waiting_party').insert(Object.fromEntries(columns.map((column) => [column, p(column)]))),
)
export const waitingById = statement<{ id: string }, WaitingRow>((k, p) =>
  k('waiting_party')
    .select(columns)
    .where({ id: p('id') }),
)
/** The line of a departure, the first served first. */
export const lineOf = statement<{ departure: string }, WaitingRow>((k, p) =>
  k('waiting_party')
    .select(columns)
    .where({ departure: p('departure'), status: 'waiting' })
    .orderBy(['since', 'id']),
)
export const waitingOfAccount = statement<{ account: string }, WaitingRow>((k, p) =>
  k('waiting_party')
    .select(columns)
    .where({ account: p('account') })
    .orderBy([{ column: 'since', order: 'desc' }, 'id'])
    .limit(200),
)
/** Departures that somebody waits for, after a given one. */
export const departuresWaitedFor = statement<{ after: string }, { departure: string }>((k, p) =>
  k('waiting_party')
    .distinct('departure')
    .where({ status: 'waiting' })
    .where('departure', '>', p('after'))
    .orderBy('departure')
    .limit(100),
)
export const setWaitingEnded = statement<{ id: string; status: string; now: number; why: string | null }>((k, p) =>
  k.raw('update waiting_party set status = ?, ended_at = ?, why = ?, rev = rev + 1 where id = ?', [
    p('status'),
    p('now'),
    p('why'),
    p('id'),
  ]),
)
export const setWhy = statement<{ id: string; why: string }>((k, p) =>
  k.raw('update waiting_party set why = ?, rev = rev + 1 where id = ?', [p('why'), p('id')]),
)
