import type { BookIntent } from 'shared/booking/intents.ts'
import type { IntentArgs, IntentName } from 'shared/intents.ts'
import type { OutcomeRecord } from 'shared/records.ts'
import type { IntentPhase, WaitingIntent } from 'shared/sync/project.ts'
import type { OutboxDb, OutboxRow } from './outbox-db.ts'
import { outcomeOf, wishOf } from './queue.ts'

/** The outbox as screens see it. */
export interface OutboxView {
  /** Not settled yet, in the order they were asked. */
  readonly waiting: WaitingIntent[]
  /** What was asked in bookings that are settled. */
  readonly asked: ReadonlyMap<string, BookIntent>
}

const names: { readonly [N in IntentName]: true } = {
  'booking.book': true,
  'booking.cancel': true,
  'booking.reschedule': true,
  'booking.choose': true,
  'booking.wait': true,
  'booking.leave': true,
  'tickets.board': true,
}
const isName = (name: string): name is IntentName => Object.hasOwn(names, name)

export async function readOutbox(db: OutboxDb, needsSignIn: boolean): Promise<OutboxView> {
  const device = String((await db.meta.get('device'))?.value ?? '')
  const waiting: WaitingIntent[] = []
  const asked = new Map<string, BookIntent>()
  const rows = await db.intents.orderBy('n').toArray()
  const open = new Set(rows.filter((row) => row.outcome === null).map((row) => row.id))
  for (const row of rows) {
    const { name, args, after, madeAt } = wishOf(row)
    if (!isName(name)) continue
    if (row.state === 'settled') {
      if (name === 'booking.book') asked.set(row.id, typed<'booking.book'>(args))
      continue
    }
    const blocked = row.state === 'blocked' || after.some((id) => open.has(id))
    const phase = phaseOf(row, { blocked, needsSignIn })
    const outcome = outcomeRecord(row, name, device)
    const { id, n, sentAt } = row
    waiting.push({ id, n, name, args, after, madeAt, sentAt, phase, outcome } as WaitingIntent)
  }
  return { waiting, asked }
}

/** Queued by this app under this name, so its arguments are of that shape. */
const typed = <N extends IntentName>(args: unknown): IntentArgs<N> => args as IntentArgs<N>

function phaseOf(row: OutboxRow, { blocked, needsSignIn }: { blocked: boolean; needsSignIn: boolean }): IntentPhase {
  switch (row.state) {
    case 'final':
    case 'settled':
      return 'asked'
    case 'stuck':
      return 'stuck'
    case 'sending':
      return 'sending'
    case 'blocked':
    case 'queued':
      if (needsSignIn) return 'needs-sign-in'
      if (blocked) return 'blocked'
      return row.sentAt === null ? 'queued' : 'asked'
  }
}

function outcomeRecord(row: OutboxRow, name: string, device: string): OutcomeRecord | null {
  const outcome = outcomeOf(row)
  if (!outcome) return null
  const { id, status, code, data } = outcome
  return { id, name, status, code, data, device, decidedAt: row.answeredAt ?? 0 }
}

/** Those without an answer: what the queue on screen counts. */
export const unanswered = (waiting: readonly WaitingIntent[]): WaitingIntent[] =>
  waiting.filter((intent) => intent.outcome === null)
