import { isoDay } from 'shared/base/time.ts'
import { feedOf } from 'shared/timetable/departures.ts'
import type { ImportView } from 'shared/operator/views.ts'
import type { ImportReport } from 'shared/timetable/gtfs/report.ts'
import type { Reader } from '../db/transact.ts'
import { type ImportRow, importsOfFeed } from './store.ts'

const iso = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace('.000Z', 'Z')
    .replace(/\.\d+Z$/, 'Z')

function viewOf(row: ImportRow): ImportView {
  const report = row.report === null ? null : (JSON.parse(row.report) as ImportReport)
  const summary = report?.summary ?? null
  return {
    id: row.id,
    feed: row.feed,
    number: row.number,
    state: row.state,
    startedAt: iso(row.started_at),
    publishedAt: row.published_at === null ? null : iso(row.published_at),
    summary: summary && {
      name: summary.name,
      zone: summary.zone,
      currency: summary.currency,
      from: summary.from === null ? null : isoDay(summary.from),
      to: summary.to === null ? null : isoDay(summary.to),
      shiftedDays: summary.shiftedDays,
      rows: { ...summary.rows },
      unusableTrips: summary.unusableTrips,
      approximateStopTimes: summary.approximateStopTimes,
    },
    notices: (report?.notices ?? []).map((notice) => ({ ...notice, examples: [...notice.examples] })),
    leftOut: (report?.leftOut ?? []).map((group) => ({ ...group, ids: [...group.ids] })),
  }
}

/** The imports of the feeds to which these agencies belong, with their reports, the newest of a feed first. */
export async function imports(reader: Reader, agencies: readonly string[]): Promise<ImportView[]> {
  const feeds = [...new Set(agencies.map(feedOf))].sort()
  const rows = await Promise.all(feeds.map((feed) => reader.all(importsOfFeed, { feed })))
  return rows.flat().map(viewOf)
}
