import type { PackPointer } from 'shared/records.ts'
import type { CacheDb } from './cache-db.ts'
import { isFull } from './handle.ts'

/** Timetable packs on the shelf: immutable bytes by content hash, and which of them are current. */

export interface Shelved {
  readonly pointers: readonly PackPointer[]
  /** When the server last said that these are the current ones, by the phone's clock. */
  readonly syncedAt: number
}

const current = 'current-packs'

export async function shelved(shelf: CacheDb): Promise<Shelved | undefined> {
  const row = await shelf.meta.get(current)
  // Our own record, written below.
  return row?.value as Shelved | undefined
}

export interface PackPorts {
  readonly now: () => number
  /** The bytes of a pack, or undefined without a network. */
  readonly fetchPack: (pointer: PackPointer) => Promise<Uint8Array | undefined>
  /** Throws when this app cannot read the pack. */
  readonly check: (bytes: Uint8Array) => void
}

/**
 * Makes the shelf hold the packs the server calls current: fetches what is missing, then swaps the list in one
 * transaction. Until all are there the former ones stay current, so a search never finds half a timetable.
 * @returns false when a pack could not be had; the next call goes on.
 */
export async function shelvePacks(
  shelf: CacheDb,
  pointers: readonly PackPointer[],
  ports: PackPorts,
): Promise<boolean> {
  for (const pointer of pointers) {
    if ((await shelf.packs.where('hash').equals(pointer.hash).count()) > 0) continue
    const bytes = await ports.fetchPack(pointer)
    if (!bytes || !reads(bytes, ports)) return false
    if (!(await store(shelf, { hash: pointer.hash, bytes, fetchedAt: ports.now() }))) return false
  }
  const hashes = pointers.map((pointer) => pointer.hash)
  const listed = [...pointers].sort((a, b) => (a.feed < b.feed ? -1 : 1))
  await shelf.transaction('rw', shelf.packs, shelf.meta, async () => {
    await shelf.meta.put({ key: current, value: { pointers: listed, syncedAt: ports.now() } satisfies Shelved })
    await shelf.packs.where('hash').noneOf(hashes).delete()
  })
  return true
}

async function store(shelf: CacheDb, pack: { hash: string; bytes: Uint8Array; fetchedAt: number }): Promise<boolean> {
  try {
    await shelf.packs.put(pack)
    return true
  } catch (error) {
    if (isFull(error)) return false
    throw error
  }
}

function reads(bytes: Uint8Array, { check }: PackPorts): boolean {
  try {
    check(bytes)
    return true
  } catch {
    return false
  }
}
