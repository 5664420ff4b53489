import { z } from 'zod'
import { packPointer, type PackPointer } from 'shared/records.ts'
import { openPack } from 'shared/timetable/pack.ts'
import type { CacheDb } from '../local/cache-db.ts'
import { now } from '../local/clock.ts'
import { shelvePacks } from '../local/packs.ts'
import { locks } from './browser-ports.ts'
import { download, send } from './transport.ts'

const listing = z.object({ packs: z.array(packPointer) })

/** Brings the shelf up to the packs named; one tab at a time. False: some could not be had now. */
export async function refreshPacks(shelf: CacheDb, pointers: readonly PackPointer[]): Promise<boolean> {
  if (pointers.length === 0) return true
  const fetchPack = (pointer: PackPointer) => download(pointer.url, /^application\/(json|octet-stream)\b/)
  return locks.hold('wayfare-packs', () => shelvePacks(shelf, pointers, { now, fetchPack, check: openPack }))
}

/** The current packs without an account. False when there is no network, or not all could be had. */
export async function refreshAnonymously(shelf: CacheDb): Promise<boolean> {
  const reply = await send('/api/timetable')
  if (reply.kind !== 'answered') return false
  const read = listing.safeParse(reply.body)
  return read.success && (await refreshPacks(shelf, read.data.packs))
}
