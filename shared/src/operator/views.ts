import { z } from 'zod'
import { accountId, departureId, feedId, feedSlug, instant, intentId, moneySchema } from '../base/ids.ts'
import { refusalCodes } from '../base/refusals.ts'

/** What the operator's screens read: `GET /api/operator/…`. Times are ISO 8601 with offset, days YYYY-MM-DD. */

const time = z.string()

export const importNotice = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  code: z.string(),
  file: z.string().nullable(),
  field: z.string().nullable(),
  message: z.string(),
  count: z.number().int(),
  examples: z.array(
    z.object({ line: z.number().nullable(), value: z.string().nullable(), detail: z.string().nullable() }),
  ),
})
export type ImportNotice = z.infer<typeof importNotice>

export const importView = z.object({
  id: z.string(),
  feed: feedSlug,
  /** Counts the versions of a feed. */
  number: z.number().int(),
  state: z.enum(['importing', 'published', 'superseded']),
  startedAt: time,
  publishedAt: time.nullable(),
  /** What was read; null until it is published. */
  summary: z
    .object({
      name: z.string(),
      zone: z.string(),
      currency: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      shiftedDays: z.number().int(),
      rows: z.record(z.string(), z.number().int()),
      unusableTrips: z.number().int(),
      approximateStopTimes: z.number().int(),
    })
    .nullable(),
  notices: z.array(importNotice),
  leftOut: z.array(z.object({ file: z.string(), count: z.number().int(), ids: z.array(z.string()) })),
})
export type ImportView = z.infer<typeof importView>

export const importsAnswer = z.object({ imports: z.array(importView) })

const end = z.object({ name: z.string(), at: time })

export const departureLoad = z.object({
  id: departureId,
  route: z.string(),
  headsign: z.string(),
  agency: z.object({ id: feedId, name: z.string() }),
  first: end,
  last: end,
  status: z.enum(['scheduled', 'cancelled']),
  delayMinutes: z.number().int().nullable(),
  /** False when the timetable of today no longer has it, though seats were sold. */
  inTimetable: z.boolean(),
  seats: z.number().int().nullable(),
  /** Bookings that stand, and the passengers they hold. */
  bookings: z.number().int(),
  passengers: z.number().int(),
  boarded: z.number().int(),
  /** Most passengers on any one leg: what fills the coach. */
  busiest: z.number().int(),
  /** Still to be paid on board; null when nothing was sold. */
  due: moneySchema.nullable(),
})
export type DepartureLoad = z.infer<typeof departureLoad>

export const departuresQuery = z.strictObject({
  /** YYYY-MM-DD, on the clock of the first stop. */
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'is not a day written YYYY-MM-DD'),
  agency: feedId.optional(),
})

export const departuresAnswer = z.object({
  day: z.string(),
  /** The agencies this account works for. */
  agencies: z.array(z.object({ id: feedId, name: z.string() })),
  departures: z.array(departureLoad),
  /** How many more there are than are listed. */
  more: z.number().int(),
})

/** What was confirmed before the server was restored from a copy, and refused when it was asked again. */
export const reissueConflict = z.object({
  /** The intent's id; with `booking.book` the booking's, too. */
  id: intentId,
  account: accountId,
  /** Null when nobody knows it; shown to all agencies of the feed then. */
  agency: feedId.nullable(),
  intent: z.string(),
  /** Why it was refused now, and what that refusal carries. */
  code: z.enum(refusalCodes),
  data: z.unknown(),
  args: z.unknown(),
  /** Texts of the signed tickets the passenger holds, and whether our own keys made one for this very ride. */
  tickets: z.array(z.string()),
  proven: z.boolean(),
  recordedAt: instant,
  settled: z.object({ at: instant, by: z.string(), note: z.string() }).nullable(),
})
export type ReissueConflict = z.infer<typeof reissueConflict>

export const conflictsAnswer = z.object({ conflicts: z.array(reissueConflict) })
export const settleBody = z.strictObject({ note: z.string().trim().min(1).max(500) })
