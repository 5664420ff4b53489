import type { RefusalCode } from 'shared/base/refusals.ts'
import { bookIntent } from 'shared/booking/intents.ts'
import { z } from 'zod'
import { bookingId } from 'shared/base/ids.ts'
import type { ReissueConflict } from 'shared/operator/views.ts'
import { feedOf } from 'shared/timetable/departure-id.ts'
import { bookingOfAccount } from '../booking/read.ts'
import type { Context } from '../context.ts'
import type { Reader, Tx } from '../db/transact.ts'
import { agencyOf } from '../inventory/departures.ts'
import { addConflict, conflictById, type ConflictRow, conflictsOf, markSettled } from './conflict-store.ts'
import type { Prepared } from './prepare.ts'
import { provenTickets } from './reissue.ts'

/** The effect an intent wanted is there, or its own conflict tells the same: nobody has anything to settle. */
const harmless: readonly RefusalCode[] = ['already-cancelled', 'already-used', 'depends-on-refused']

const aboutBooking = z.object({ booking: bookingId })

/**
 * Keeps what this server confirmed before it was restored and must refuse now, with the signed tickets as evidence,
 * until a person settles it. Within the unit that stores the refusal. @returns whether it is such a case.
 */
export async function keepConflict(
  tx: Tx,
  context: Pick<Context, 'signer' | 'timetables' | 'log'>,
  account: string,
  { prepared, code, data }: { prepared: Prepared; code: RefusalCode; data: object },
): Promise<boolean> {
  const { envelope } = prepared
  if (!envelope.reissue || harmless.includes(code)) return false
  const { id, name, args, evidence = [] } = envelope
  const book = name === 'booking.book' ? bookIntent.safeParse(args).data : undefined
  const departure = book?.departure ?? (await departureOf(tx, account, args))
  const agency = departure === undefined ? undefined : await agencyOf(tx, context.timetables, departure)
  await addConflict(tx, {
    id,
    account,
    agency: agency ?? null,
    feed: feedOf(departure ?? ''),
    name,
    code,
    data: JSON.stringify(data),
    args: textOf(args),
    evidence: JSON.stringify(evidence),
    proven: book && provenTickets(context, envelope, book).length > 0 ? 1 : 0,
    recorded_at: tx.now,
  })
  tx.afterCommit(() => context.log.error('sync.reissue-conflict', { alarm: true, intent: id, intentName: name, code }))
  return true
}

/** Characters kept of the arguments; those of our own apps are a tenth of that, and longer ones none of ours. */
const longest = 8192

function textOf(args: unknown): string {
  const text = JSON.stringify(args ?? null)
  return text.length > longest ? 'null' : text
}

async function departureOf(tx: Tx, account: string, args: unknown): Promise<string | undefined> {
  const about = aboutBooking.safeParse(args).data
  const booking = about && (await bookingOfAccount(tx, account, about.booking))
  return booking?.departure
}

const most = 500

/** What waits for a person of these agencies, then what was settled. */
export async function conflicts(reader: Reader, agencies: readonly string[]): Promise<ReissueConflict[]> {
  const found = new Map<string, ConflictRow>()
  for (const agency of agencies) {
    for (const row of await conflictsOf(reader, { agency, feed: feedOf(agency), most })) found.set(row.id, row)
  }
  const open = (row: ConflictRow) => (row.settled_at === null ? 0 : 1)
  return [...found.values()].sort((a, b) => open(a) - open(b) || a.recorded_at - b.recorded_at).map(viewOf)
}

/** A person has done what was to be done, and says what. Twice is once. @returns undefined when it is not theirs. */
export async function settleConflict(
  tx: Tx,
  { id, agencies, by, note }: { id: string; agencies: readonly string[]; by: string; note: string },
): Promise<ReissueConflict | undefined> {
  const row = await conflictById(tx, id)
  const mine = (agency: string) => row?.agency === agency || (row?.agency === null && row.feed === feedOf(agency))
  if (!row || !agencies.some(mine)) return undefined
  await markSettled(tx, { id, now: tx.now, by, note })
  const settled = await conflictById(tx, id)
  return settled && viewOf(settled)
}

const viewOf = (row: ConflictRow): ReissueConflict => ({
  id: row.id,
  account: row.account,
  agency: row.agency,
  intent: row.name,
  code: row.code,
  data: JSON.parse(row.data) as unknown,
  args: JSON.parse(row.args) as unknown,
  tickets: JSON.parse(row.evidence) as string[],
  proven: row.proven === 1,
  recordedAt: row.recorded_at,
  settled: row.settled_at === null ? null : { at: row.settled_at, by: row.settled_by ?? '', note: row.note ?? '' },
})
