import type { ReadRecord } from './apply.ts'
import { type CacheDb, type CacheRow, unreadKey } from './cache-db.ts'

const readBy = 'read-by'

/**
 * What another version of the app could not read may be readable now: after an update, and where a tab of a former
 * version goes on beside this one. Asked at each start. @returns how many rows became so.
 */
export const readAgain = (cache: CacheDb, app: string, read: ReadRecord): Promise<number> =>
  cache.transaction('rw', cache.rows, cache.meta, async () => {
    const [by, unreadThere] = await cache.meta.bulkGet([readBy, unreadKey])
    if (by?.value === app && !unreadThere) return 0
    const unread = await cache.rows.filter(({ readable }) => readable === 0).toArray()
    const now = unread.flatMap((row): CacheRow[] => {
      const { readable, value } = read(row.kind, row.value)
      return readable ? [{ ...row, value, readable: 1 }] : []
    })
    await cache.rows.bulkPut(now)
    await cache.meta.put({ key: readBy, value: app })
    if (now.length === unread.length) await cache.meta.delete(unreadKey)
    return now.length
  })
