import { crc32 } from 'node:zlib'
import { Unreadable } from 'shared/timetable/gtfs/report.ts'
import yauzl, { type Entry, type ZipFile } from 'yauzl'

/** Bounds of what a feed may be; the feed of a whole country stays below. */
export interface ZipLimits {
  readonly entries: number
  readonly nameLength: number
  /** Declared bytes of all entries when inflated. */
  readonly inflated: number
  /** Inflated to packed, of entries beyond a megabyte. */
  readonly ratio: number
}

export const zipLimits: ZipLimits = { entries: 1000, nameLength: 255, inflated: 4 * 2 ** 30, ratio: 150 }

export interface ZipEntry {
  readonly name: string
  readonly size: number
  /** Its bytes, inflated. Ends in Unreadable when they are more, less or other than was declared. */
  read(): AsyncIterable<Uint8Array>
}

export interface OpenZip {
  readonly entries: readonly ZipEntry[]
  close(): void
}

/**
 * Read the directory of a zip and refuse what is not safe to read, before anything is inflated.
 * @throws Unreadable
 */
export async function openZip(path: string, limits: ZipLimits = zipLimits): Promise<OpenZip> {
  const zip = await yauzl
    .openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: false })
    .catch(corrupt)
  try {
    const entries = await readDirectory(zip, limits)
    return { entries: entries.map((entry) => toEntry(zip, entry)), close: () => zip.close() }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function readDirectory(zip: ZipFile, limits: ZipLimits): Promise<Entry[]> {
  if (zip.entryCount > limits.entries)
    throw new Unreadable({ code: 'zip_too_many_entries', detail: `${zip.entryCount}, at most ${limits.entries}` })
  const entries = new Map<string, Entry>()
  let inflated = 0
  let packed = 0
  try {
    for await (const entry of zip.eachEntry()) {
      inflated += entry.uncompressedSize
      packed += entry.compressedSize
      checkEntry(entry, limits)
      if (entries.has(entry.fileName)) throw new Unreadable({ code: 'zip_duplicate_entry', file: entry.fileName })
      entries.set(entry.fileName, entry)
      if (entries.size > limits.entries)
        throw new Unreadable({ code: 'zip_too_many_entries', detail: `at most ${limits.entries}` })
      if (inflated > limits.inflated)
        throw new Unreadable({ code: 'zip_too_large', detail: `more than ${megabytes(limits.inflated)} in all` })
    }
  } catch (error) {
    throw error instanceof Unreadable ? error : corrupt(error)
  }
  // Entries that share their packed bytes inflate to more than any ratio of one of them tells.
  if (packed > zip.fileSize) throw new Unreadable({ code: 'zip_too_large', detail: 'its entries overlap' })
  return [...entries.values()]
}

function checkEntry(entry: Entry, limits: ZipLimits): void {
  const file = entry.fileName
  if (file.length > limits.nameLength || /[\p{Cc}\\]/u.test(file))
    throw new Unreadable({ code: 'zip_bad_name', value: file, detail: `at most ${limits.nameLength} plain characters` })
  if (entry.isEncrypted()) throw new Unreadable({ code: 'zip_encrypted', file })
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
  if (entry.uncompressedSize > 2 ** 20 && ratio > limits.ratio)
    throw new Unreadable({
      code: 'zip_too_large',
      file,
      detail: `${megabytes(entry.uncompressedSize)} from ${megabytes(entry.compressedSize)}, ${Math.round(ratio)}:1`,
    })
}

const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`

const toEntry = (zip: ZipFile, entry: Entry): ZipEntry => ({
  name: entry.fileName,
  size: entry.uncompressedSize,
  read: () => readEntry(zip, entry),
})

/** yauzl holds the stream to the declared size; the checksum is ours to compare. */
async function* readEntry(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const file = entry.fileName
  let sum = 0
  try {
    const stream: AsyncIterable<Uint8Array> = await zip.openReadStreamPromise(entry)
    for await (const chunk of stream) {
      sum = crc32(chunk, sum)
      yield chunk
    }
  } catch (error) {
    throw new Unreadable({ code: 'zip_corrupt', file, detail: error instanceof Error ? error.message : String(error) })
  }
  if (sum !== entry.crc32) throw new Unreadable({ code: 'zip_corrupt', file, detail: 'its checksum is wrong' })
}

function corrupt(error: unknown): never {
  const detail = error instanceof Error ? error.message : String(error)
  // yauzl checks names itself: an absolute path, or one that climbs out of the folder.
  if (/relative path|absolute path|invalid characters/.test(detail))
    throw new Unreadable({ code: 'zip_bad_name', detail })
  throw new Unreadable({ code: 'zip_corrupt', detail })
}
