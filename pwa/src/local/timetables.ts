import type { Timetable } from 'shared/timetable/pack.ts'
import type { CacheDb, PackRow } from './cache-db.ts'
import { shelved } from './packs.ts'

/** The timetables this phone holds, opened. `timetables` is empty when it holds none yet. */
export interface Timetables {
  readonly timetables: readonly Timetable[]
  /** Last day with service, YYYYMMDD: the earliest of the packs. Null without a pack. */
  readonly goodUntil: string | null
  /** When the server last confirmed that these are the current packs, by the phone's clock. */
  readonly syncedAt: number | null
}

export const noTimetables: Timetables = { timetables: [], goodUntil: null, syncedAt: null }

/** Opening costs a good part of a second for a city: each pack is opened once. */
const opened = new Map<string, Timetable>()

export async function readTimetables(shelf: CacheDb): Promise<Timetables> {
  const list = await shelved(shelf)
  if (!list) return noTimetables
  const hashes = list.pointers.map((pointer) => pointer.hash)
  const missing = hashes.filter((hash) => !opened.has(hash))
  if (missing.length > 0) await openAll(await shelf.packs.bulkGet(missing))
  for (const hash of opened.keys()) if (!hashes.includes(hash)) opened.delete(hash)
  const ends = list.pointers.map((pointer) => pointer.validTo).sort()
  return {
    timetables: hashes.flatMap((hash) => opened.get(hash) ?? []),
    goodUntil: ends[0] ?? null,
    syncedAt: list.syncedAt,
  }
}

/** The opener comes after the first paint. A pack of a newer format is left alone: the app asks to be updated. */
async function openAll(packs: readonly (PackRow | undefined)[]): Promise<void> {
  const { openPack } = await import('shared/timetable/pack.ts')
  for (const pack of packs) {
    try {
      if (pack) opened.set(pack.hash, openPack(pack.bytes))
    } catch {
      continue
    }
  }
}
