import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isGtfsFile, isReadFile } from 'shared/timetable/gtfs/files.ts'
import type { Complaint } from 'shared/timetable/gtfs/report.ts'
import type { FeedSource } from 'shared/timetable/gtfs/source.ts'
import { openZip, type ZipLimits, zipLimits } from './open-zip.ts'
import { readCsv } from './read-csv.ts'

export interface OpenFeed {
  readonly source: FeedSource
  /** Bytes of the files that will be read. */
  readonly size: number
  /** Hash of the files that are read: the same feed has the same, zipped or not. */
  hash(): Promise<string>
  close(): void
}

/** A file inside a zip or a folder. */
interface FeedFile {
  readonly name: string
  readonly size: number
  read(): AsyncIterable<Uint8Array>
}

export interface OpenFeedOptions {
  readonly limits?: ZipLimits
  /** Told the number of bytes of each piece that was read. */
  readonly onBytes?: (bytes: number) => void
}

/** The path leads nowhere, or to something that is neither a zip nor a folder. */
export class NoSuchFeed extends Error {
  override readonly name = 'NoSuchFeed'
}

/**
 * Open a GTFS feed: a zip or a folder of text files.
 * @throws NoSuchFeed
 * @throws Unreadable when the zip is damaged or unsafe
 */
export async function openFeed(path: string, options: OpenFeedOptions = {}): Promise<OpenFeed> {
  const found = await stat(path).catch(() => null)
  if (!found) throw new NoSuchFeed(`There is no file or folder ${path}. Give the path of a GTFS zip or folder.`)
  if (found.isDirectory()) return feedOf(await folderFiles(path), options, () => {})
  if (!found.isFile())
    throw new NoSuchFeed(`${path} is neither a file nor a folder. Give the path of a GTFS zip or folder.`)
  const zip = await openZip(path, options.limits ?? zipLimits)
  return feedOf(zip.entries, options, () => zip.close())
}

async function folderFiles(path: string): Promise<FeedFile[]> {
  const entries = await readdir(path, { withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink())
  return Promise.all(
    files.map(async ({ name }) => {
      const file = join(path, name)
      return { name, size: (await stat(file)).size, read: () => createReadStream(file) }
    }),
  )
}

function feedOf(all: readonly FeedFile[], { onBytes = () => {} }: OpenFeedOptions, close: () => void): OpenFeed {
  const complaints: Complaint[] = []
  const folder = folderOf(all)
  if (folder) complaints.push({ code: 'invalid_input_files_in_subfolder', value: folder })
  const files = new Map<string, FeedFile>()
  for (const file of all) {
    const name = file.name.startsWith(folder) ? file.name.slice(folder.length) : file.name
    if (isReadFile(name)) files.set(name, file)
    else if (name !== '' && !isGtfsFile(name) && !name.endsWith('/'))
      complaints.push({ code: 'unknown_file', value: file.name })
  }
  async function* counted(file: FeedFile): AsyncGenerator<Uint8Array> {
    for await (const chunk of file.read()) {
      onBytes(chunk.length)
      yield chunk
    }
  }
  const read = (name: string) => {
    const file = files.get(name)
    if (!file) throw new Error(`Not in the feed: ${name}`)
    return readCsv(counted(file), name)
  }
  const size = [...files.values()].reduce((sum, file) => sum + file.size, 0)
  return { source: { files: [...files.keys()], complaints, read }, size, hash: () => hashOf(files), close }
}

async function hashOf(files: ReadonlyMap<string, FeedFile>): Promise<string> {
  const hash = createHash('sha256')
  for (const name of [...files.keys()].sort()) {
    hash.update(`${name}\0`)
    for await (const chunk of files.get(name)?.read() ?? []) hash.update(chunk)
    hash.update('\0')
  }
  return hash.digest('hex')
}

/** The one folder in which all GTFS files of a zip lie, with its slash; empty when they lie at the top. */
function folderOf(files: readonly FeedFile[]): string {
  const folders = new Set<string>()
  for (const { name } of files) {
    const slash = name.lastIndexOf('/') + 1
    if (isReadFile(name.slice(slash))) folders.add(name.slice(0, slash))
  }
  const [only] = folders
  return folders.size === 1 && only !== undefined ? only : ''
}
