import type { ExchangeResponse, KnownAnswer } from 'shared/sync/envelope.ts'
import { answerHash } from 'shared/sync/known.ts'
import { archiveMs, batchLimits } from 'shared/sync/protocol.ts'
import type { CacheDb } from '../local/cache-db.ts'
import { withHandle } from '../local/handle.ts'
import type { OutboxDb, OutboxRow } from '../local/outbox-db.ts'
import { outcomeOf, reissue, wishOf } from '../local/queue.ts'
import { recordsOf } from '../local/rows.ts'

/**
 * After a restore the server may have forgotten what it answered. The phone says which answers of the last 30 days it
 * holds, and sends those again that the server does not. Until that is done no scope is asked for: a snapshot would
 * replace the tickets that prove what was confirmed.
 */
interface Progress {
  readonly epoch: string
  /** Answers up to this n are compared. */
  readonly through: number
}

const key = 'reconcile'
const epochKey = 'epoch'

/** The epoch of the answers in the outbox; undefined before the first one. It outlives the cache. */
export async function answeredEpoch(outbox: OutboxDb): Promise<string | undefined> {
  const row = await outbox.meta.get(epochKey)
  return typeof row?.value === 'string' ? row.value : undefined
}

/**
 * From now on answers are of this epoch; those before it are to be compared when there was another. Refusals of before
 * are not: what they were written to may never be reached again, so they are settled. `fresh`: answers of this epoch.
 */
export const enterAnswers = (
  outbox: OutboxDb,
  epoch: string,
  { restored, fresh }: { restored: boolean; fresh: ReadonlySet<string> },
): Promise<void> =>
  outbox.transaction('rw', outbox.intents, outbox.meta, async () => {
    await outbox.meta.put({ key: epochKey, value: epoch })
    if (!restored) return
    await outbox.meta.put({ key, value: { epoch, through: 0 } satisfies Progress })
    await outbox.intents
      .where('state')
      .equals('final')
      .filter((row) => !fresh.has(row.id) && outcomeOf(row)?.status === 'refused')
      .modify({ state: 'settled' })
  })

/**
 * Does what an answer asks for, in one commit, unless another tab was told of a restore since the question: the answer is
 * of the server before it then, and is as if it had never come. `asked`: the epoch of the answers at the question.
 * @returns whether it was done.
 */
export const ofThisEpoch = (
  outbox: OutboxDb,
  { asked, answer }: { asked: string | undefined; answer: string },
  work: () => Promise<void>,
): Promise<boolean> =>
  outbox.transaction('rw', outbox.intents, outbox.meta, async () => {
    const now = await answeredEpoch(outbox)
    if (now !== asked && now !== answer) return false
    await work()
    return true
  })

export interface Comparing {
  readonly known: KnownAnswer[]
  readonly progress: Progress
}

/** The next answers to compare; undefined when all are. */
export async function comparing(outbox: OutboxDb, now: number): Promise<Comparing | undefined> {
  const row = await outbox.meta.get(key)
  if (!row) return undefined
  // Our own record, written above.
  const { epoch, through } = row.value as Progress
  const answered = await outbox.intents.where('n').above(through).sortBy('n')
  const known = answered.filter((one) => isEvidence(one, now)).slice(0, batchLimits.known)
  if (known.length === 0) {
    await outbox.meta.delete(key)
    return undefined
  }
  return { known: known.flatMap(knownAnswer), progress: { epoch, through: known.at(-1)?.n ?? through } }
}

/** A refusal that was forgotten costs nobody anything, unless a person was to settle it. */
function isEvidence(row: OutboxRow, now: number): boolean {
  const outcome = outcomeOf(row)
  if (!outcome || (row.answeredAt ?? 0) <= now - archiveMs) return false
  return outcome.status !== 'refused' || outcome.code === 'lost-in-restore'
}

/** What proves a booking: its tickets, or those that it was sent again with when it has none any more. */
const evidenceOf = (row: OutboxRow, tickets: ReadonlyMap<string, string[]>): readonly string[] =>
  wishOf(row).name === 'booking.book'
    ? (tickets.get(row.id) ?? (outcomeOf(row)?.status === 'refused' ? (row.reissue ?? []) : []))
    : []

function knownAnswer(row: OutboxRow): KnownAnswer[] {
  const outcome = outcomeOf(row)
  return outcome ? [{ id: row.id, status: outcome.status, hash: answerHash(outcome) }] : []
}

/**
 * Queues again what the server forgot, a booking with the signed tickets it got, in one commit with the progress.
 * @returns false when the answer compares nothing: of a server that knows nothing of this, or of yet another epoch.
 */
export async function takeForgotten(
  { outbox, cache }: { outbox: OutboxDb; cache: CacheDb },
  { known, progress }: Comparing,
  response: ExchangeResponse,
): Promise<boolean> {
  if (response.forgotten === undefined || response.epoch !== progress.epoch) return false
  const ours = new Set(known.map(({ id }) => id))
  const forgotten = new Set(response.forgotten.filter((id) => ours.has(id)))
  const tickets = forgotten.size > 0 ? await ticketTexts(cache) : new Map<string, string[]>()
  await outbox.transaction('rw', outbox.intents, outbox.meta, async () => {
    const rows = await outbox.intents.bulkGet([...forgotten])
    await outbox.intents.bulkPut(
      rows.flatMap((row) => (row && row.outcome !== null ? [reissue(row, evidenceOf(row, tickets))] : [])),
    )
    await outbox.meta.put({ key, value: progress })
  })
  return true
}

/** By booking, in the order of its passengers. A cache that cannot be read has none: the requests themselves matter more. */
async function ticketTexts(cache: CacheDb): Promise<Map<string, string[]>> {
  const texts = new Map<string, string[]>()
  const read = () => Promise.all([recordsOf(cache, 'ticket'), recordsOf(cache, 'booking')])
  const [tickets, bookings] = await withHandle(cache, read).catch(() => [[], []])
  const places = bookings.flatMap(({ passengers }) => passengers.map(({ ticket }) => ticket))
  const sorted = tickets
    .filter(({ status }) => status !== 'superseded')
    .sort((a, b) => places.indexOf(a.id) - places.indexOf(b.id))
  // Who does not travel any more had a seat of the same booking; where nobody does, no seat is to be had again.
  const travelling = new Set(sorted.flatMap(({ booking, status }) => (status === 'valid' ? [booking] : [])))
  for (const { booking, text } of sorted)
    if (travelling.has(booking)) texts.set(booking, [...(texts.get(booking) ?? []), text])
  return texts
}
