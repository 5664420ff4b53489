import { promisify } from 'node:util'
import { brotliDecompress, gzip } from 'node:zlib'
import { openPack, type Timetable } from 'shared/timetable/pack.ts'
import type { Reader } from '../db/transact.ts'
import type { Log } from '../log.ts'
import { currentPacks, packBody } from './store-packs.ts'

const unbrotli = promisify(brotliDecompress)
const toGzip = promisify(gzip)

/** The current timetables, opened and kept in memory. */
export interface HeldTimetables {
  /** The same list as long as no feed was published. */
  current(): readonly Timetable[]
  /** Look now whether a feed was published, here or by another process. */
  refresh(): Promise<void>
  close(): void
}

export interface HoldOptions {
  readonly reader: Reader
  readonly log: Log
  /** How often to look, in ms. */
  readonly every?: number
}

/** Opens the current packs, and opens anew what is published later: one small query a second notices it. */
export async function holdTimetables({ reader, log, every = 1000 }: HoldOptions): Promise<HeldTimetables> {
  /** By hash; null for a pack that cannot be opened, so that it is tried and complained of once. */
  let held: ReadonlyMap<string, Timetable | null> = new Map()
  let list: readonly Timetable[] = []
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    const rows = await reader.all(currentPacks, {})
    if (rows.length === held.size && rows.every((row) => held.has(row.hash))) return
    const next = new Map<string, Timetable | null>()
    for (const { hash, feed } of rows) {
      const known = held.get(hash)
      next.set(hash, known === undefined ? await open(hash, feed) : known)
    }
    held = next
    list = [...next.values()].filter((timetable) => timetable !== null)
    log.info('timetables.opened', { feeds: list.map((timetable) => timetable.feed) })
  }

  /** A pack that cannot be opened hides its feed and leaves the others in service. */
  async function open(hash: string, feed: string): Promise<Timetable | null> {
    try {
      const stored = await reader.get(packBody, { hash })
      return stored ? openPack(await unbrotli(stored.body)) : null
    } catch (cause) {
      log.error('timetables.unreadable', { feed, hash, cause })
      return null
    }
  }

  const refresh = (): Promise<void> => (looking ??= look().finally(() => (looking = undefined)))
  await refresh()
  const timer = setInterval(() => void refresh().catch((cause) => log.warn('timetables.unseen', { cause })), every)
  timer.unref()
  return { current: () => list, refresh, close: () => clearInterval(timer) }
}

export type Encoding = 'br' | 'gzip' | 'identity'

/** Bodies made from the stored brotli, kept for the few packs that are asked for without it. */
const made = new Map<string, Promise<Buffer>>()
const mostMade = 8

/** The bytes of a pack, current or lately superseded, in an encoding; undefined when there is no such pack. */
export async function packBytes(reader: Reader, hash: string, encoding: Encoding): Promise<Buffer | undefined> {
  const key = `${hash} ${encoding}`
  const known = made.get(key)
  if (known) return known
  const stored = await reader.get(packBody, { hash })
  if (!stored) return undefined
  const body = Buffer.from(stored.body)
  if (encoding === 'br') return body
  const making = unbrotli(body).then((json) => (encoding === 'gzip' ? toGzip(json, { level: 9 }) : json))
  if (made.size >= mostMade) made.delete([...made.keys()][0] ?? '')
  made.set(key, making)
  making.catch(() => made.delete(key))
  return making
}
