import { dayText } from 'shared/base/time.ts'
import type { RecordSource } from '../db/record-source.ts'
import { currentPack, type PackRow } from './store-packs.ts'

/** Where a pack is fetched, under the server's origin. Its bytes never change. */
export const packUrl = (hash: string): string => `/api/timetable/packs/${hash}`

export const pointerOf = (row: PackRow) => ({
  feed: row.feed,
  hash: row.hash,
  url: packUrl(row.hash),
  bytes: row.bytes,
  name: row.name,
  zone: row.zone,
  validFrom: dayText(row.valid_from),
  validTo: dayText(row.valid_to),
})

/** The pack record of a feed: its id is the feed's slug. */
export const source: RecordSource<'pack'> = async (reader, feed) => {
  const row = await reader.get(currentPack, { feed })
  return [{ scope: 'public', value: row ? pointerOf(row) : null, rev: 0 }]
}
