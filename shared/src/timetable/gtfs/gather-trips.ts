import type { StopTimeRow, TripRow } from './rows.ts'
import type { Draft, TripDraft } from './draft.ts'
import { Unreadable } from './report.ts'
import type { FeedSource } from './source.ts'
import { readStopTime, settleTrip, type StopTimeDraft } from './stop-times.ts'
import { type Again, type Row, rowsOf, type Table } from './table.ts'

export interface TripsSink {
  putTrips(trips: readonly TripRow[], stopTimes: readonly StopTimeRow[]): Promise<void>
  /** All trips put so far are void: they come again. */
  forgetTrips(): Promise<void>
}

const file = 'stop_times.txt'
const mostPasses = 40
/** Positions on a departure count to this (base/ids.ts), and one trip can never fill the memory. */
const mostCalls = 2000

/**
 * Read stop_times.txt in bounded memory. The rows of a trip nearly always stand together, in any order: a trip is
 * settled when the next begins. When a settled trip turns up again the file is read anew, several times, each time
 * gathering only a part of the trips.
 * @returns number of rows
 */
export async function gatherTrips(draft: Draft, source: FeedSource, sink: TripsSink): Promise<number> {
  const restore = draft.complaints.mark()
  const { rows, scattered } = await onePass(draft, source, sink, null)
  if (!scattered) return rows
  const parts = Math.ceil(rows / (draft.options.heldAtOnce ?? 200_000))
  if (parts > mostPasses) throw new Unreadable({ code: 'stop_times_not_grouped', file, detail: `${rows} rows` })
  restore()
  await sink.forgetTrips()
  for (const trip of draft.trips.values()) {
    trip.state = 'waiting'
    trip.row.unusable = false
  }
  for (let part = 0; part < parts; part += 1) await onePass(draft, source, sink, takingPart(scattered, part, parts))
  return rows
}

const takingPart = (table: Table, part: number, parts: number): Again => ({
  table,
  wanted: (cells) => partOf(table.cell(cells, 'trip_id').trim(), parts) === part,
})

/** Without `again` a trip is settled when the next begins; with it, at the end of the file. */
async function onePass(draft: Draft, source: FeedSource, sink: TripsSink, again: Again | null) {
  let rows = 0
  let scattered: Table | null = null
  const open = new Map<string, StopTimeDraft[]>()
  for await (const block of rowsOf(source, file, draft.complaints, again ?? undefined)) {
    rows += block.length
    if (scattered) continue
    const done: Settled[] = []
    for (const row of block) {
      const id = row.required('trip_id')
      if (!again && !open.has(id)) done.push(...settleAll(draft, open))
      const trip = draft.trips.resolve(row, 'trip_id', id)
      if (!again && trip?.state === 'settled') {
        scattered = row.table
        break
      }
      take(draft, row, trip, open)
    }
    if (!scattered) await hand(sink, done)
  }
  if (!scattered) await hand(sink, settleAll(draft, open))
  return { rows, scattered }
}

/** Which pass takes a trip: any even spread of ids will do (FNV-1a). */
function partOf(id: string, parts: number): number {
  let hash = 2_166_136_261
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 16_777_619)
  return (hash >>> 0) % parts
}

function take(draft: Draft, row: Row, trip: TripDraft | null, open: Map<string, StopTimeDraft[]>): void {
  const stopTime = readStopTime(draft, row)
  if (!trip) return
  const id = row.text('trip_id')
  let held = open.get(id)
  if (!held) open.set(id, (held = []))
  if (held.length >= mostCalls) row.complain('too_many_stops', { field: 'trip_id', value: id })
  if (stopTime && !row.bad) held.push(stopTime)
  else trip.state = 'faulty'
}

interface Settled {
  readonly trip: TripRow
  readonly stopTimes: readonly StopTimeRow[]
}

function settleAll(draft: Draft, open: Map<string, StopTimeDraft[]>): Settled[] {
  const done: Settled[] = []
  for (const [id, drafts] of open) {
    const trip = draft.trips.get(id)
    if (!trip) continue
    const stopTimes = trip.state === 'faulty' ? null : settleTrip(trip, drafts)
    trip.state = stopTimes ? 'settled' : 'faulty'
    if (stopTimes) done.push({ trip: trip.row, stopTimes })
  }
  open.clear()
  return done
}

async function hand(sink: TripsSink, done: readonly Settled[]): Promise<void> {
  if (done.length === 0) return
  await sink.putTrips(
    done.map((d) => d.trip),
    done.flatMap((d) => d.stopTimes),
  )
}
