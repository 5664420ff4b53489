import { createHash } from 'node:crypto'
import type { Day } from 'shared/base/instants.ts'
import type { PackPointer } from 'shared/records.ts'
import { nowhere, readFeed } from 'shared/timetable/gtfs/feed.ts'
import { type ImportReport, refusedFor, Unreadable } from 'shared/timetable/gtfs/report.ts'
import { seatCounts } from 'shared/timetable/vehicles.ts'
import type { Context } from '../context.ts'
import { openFeed, type OpenFeed } from './open-feed.ts'
import { makePack, publish } from './publish.ts'
import { removeVersion, sweep } from './sweep.ts'
import { VersionWriter } from './write-version.ts'

export interface ImportRequest {
  /** A zip or a folder. */
  readonly path: string
  /** Slug of the feed; by default it is made from the name of its only agency. */
  readonly feed?: string | undefined
  /** ISO 4217, for fares by the default tariff; by default the feed's own, else EUR. */
  readonly currency?: string | undefined
  /** Leave out rows at fault, with all that depends on them, instead of refusing the feed. */
  readonly skipInvalid?: boolean
  /** Move all dates by the whole weeks that bring the busiest week onto the week of this day. */
  readonly shiftTo?: Day | undefined
  /** Only check. */
  readonly dryRun?: boolean
  readonly onProgress?: (progress: Progress) => void
}

export type Progress =
  | { readonly doing: 'reading'; readonly bytes: number; readonly of: number }
  | { readonly doing: 'packing' | 'sweeping' }

export interface Imported {
  readonly report: ImportReport
  /** What phones will fetch; null when nothing was published. */
  readonly pack: PackPointer | null
}

const dayMs = 86_400_000

/**
 * Import a GTFS feed by the rules of TT-import.md: its rows go into a version of their own in short units, and one last
 * short unit publishes it in place of the former version. A refused feed leaves nothing behind. A server on the same
 * database goes on serving meanwhile.
 * @throws NoSuchFeed when there is nothing at the path
 */
export async function importGtfs({ db, now }: Pick<Context, 'db' | 'now'>, request: ImportRequest): Promise<Imported> {
  const { onProgress = () => {} } = request
  let read = 0
  let feed: OpenFeed
  const onBytes = (bytes: number) => onProgress({ doing: 'reading', bytes: (read += bytes), of: feed.size })
  try {
    feed = await openFeed(request.path, { onBytes })
  } catch (error) {
    if (error instanceof Unreadable) return { report: refusedFor(error.complaint), pack: null }
    throw error
  }
  const writer = new VersionWriter(db)
  try {
    const options = optionsOf(request, now())
    const report = await readFeed(feed.source, options, request.dryRun ? nowhere : writer)
    if (report.verdict === 'refused' || !report.summary || !writer.version) return { report, pack: null }
    onProgress({ doing: 'packing' })
    const source = createHash('sha256')
      .update(await feed.hash())
      .update(JSON.stringify({ ...options, today: 0 }))
    const made = await makePack(db, writer.version, report.summary, source.digest('hex').slice(0, 32))
    const pack = await publish(db, made, report)
    writer.published = true
    onProgress({ doing: 'sweeping' })
    await sweep(db, now())
    return { report, pack }
  } finally {
    feed.close()
    if (writer.version && !writer.published) await removeVersion(db, writer.version)
  }
}

const optionsOf = (request: ImportRequest, now: number) => ({
  feed: request.feed ?? null,
  currency: request.currency ?? null,
  skipInvalid: request.skipInvalid ?? false,
  shiftTo: request.shiftTo ?? null,
  today: Math.floor(now / dayMs),
  seatMaps: new Set(Object.keys(seatCounts)),
})
