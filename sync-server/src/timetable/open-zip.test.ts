import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Unreadable } from 'shared/timetable/gtfs/report.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { NoSuchFeed, openFeed } from './open-feed.ts'
import { openZip, zipLimits } from './open-zip.ts'

let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'wayfare-zip-'))))
afterAll(() => rmSync(folder, { recursive: true }))

async function zipOf(name: string, files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const zip = new ZipFile()
  for (const [file, body] of Object.entries(files)) zip.addBuffer(Buffer.from(body), file)
  zip.end()
  const path = join(folder, name)
  await pipeline(zip.outputStream, createWriteStream(path))
  return path
}

const complaint = (path: string, limits = zipLimits) =>
  openZip(path, limits).then(
    (zip) => zip.close(),
    (error: Unreadable) => error.complaint,
  )

/** Open, and read every entry to its end. */
async function readAll(path: string): Promise<Record<string, string>> {
  const zip = await openZip(path)
  const texts: Record<string, string> = {}
  try {
    for (const entry of zip.entries) {
      const chunks: Uint8Array[] = []
      for await (const chunk of entry.read()) chunks.push(chunk)
      texts[entry.name] = Buffer.concat(chunks).toString()
    }
  } finally {
    zip.close()
  }
  return texts
}

test('[TT40] entries are read as they were packed', async () => {
  const files = { 'stops.txt': 'a,b\n1,2', 'folder/x.txt': 'ž'.repeat(100_000) }
  expect(await readAll(await zipOf('good.zip', files))).toEqual(files)
})

test('[TT40] too many entries, too long names and too large contents are refused before anything is inflated', async () => {
  const path = await zipOf('bounds.zip', { 'stops.txt': 'x'.repeat(5000), 'trips.txt': 'y'.repeat(5000) })
  expect(await complaint(path, { ...zipLimits, entries: 1 })).toMatchObject({ code: 'zip_too_many_entries' })
  expect(await complaint(path, { ...zipLimits, nameLength: 8 })).toMatchObject({ code: 'zip_bad_name' })
  expect(await complaint(path, { ...zipLimits, inflated: 9999 })).toMatchObject({ code: 'zip_too_large' })
  expect(await complaint(path, { ...zipLimits, inflated: 10_000 })).toBeUndefined()
})

test('[TT40] an entry that inflates more than 150 times is refused', async () => {
  const path = await zipOf('bomb.zip', { 'shapes.txt': Buffer.alloc(4 * 2 ** 20) })
  expect(await complaint(path)).toMatchObject({ code: 'zip_too_large', file: 'shapes.txt' })
})

/** Change bytes of a zip where a text first occurs, `offset` from its start. */
async function patched(name: string, find: Buffer, offset: number, write: Buffer): Promise<string> {
  const path = await zipOf(name, { 'stops.txt': 'stop_id,stop_name\n'.repeat(50) })
  const bytes = readFileSync(path)
  write.copy(bytes, bytes.indexOf(find) + offset)
  writeFileSync(path, bytes)
  return path
}
const centralHeader = Buffer.from('PK\x01\x02')

test('[TT40] an entry that yields more than was declared ends the import', async () => {
  const path = await patched('liar.zip', centralHeader, 24, Buffer.from([10, 0, 0, 0]))
  await expect(readAll(path)).rejects.toMatchObject({ complaint: { code: 'zip_corrupt', file: 'stops.txt' } })
})

test('[TT40] an entry whose checksum is wrong ends the import', async () => {
  const path = await patched('checksum.zip', centralHeader, 16, Buffer.from([1, 2, 3, 4]))
  await expect(readAll(path)).rejects.toMatchObject({
    complaint: { code: 'zip_corrupt', detail: 'its checksum is wrong' },
  })
})

test('[TT40] encrypted entries and names that climb out of the folder are refused', async () => {
  const encrypted = await patched('encrypted.zip', centralHeader, 8, Buffer.from([1]))
  expect(await complaint(encrypted)).toMatchObject({ code: 'zip_encrypted' })
  const climbing = await patched('climbing.zip', centralHeader, 46, Buffer.from('../op.txt'))
  expect(await complaint(climbing)).toMatchObject({ code: 'zip_bad_name' })
})

test('[TT40] what is no zip is refused, and a path that leads nowhere is told', async () => {
  const path = join(folder, 'text.zip')
  writeFileSync(path, 'not a zip')
  expect(await complaint(path)).toMatchObject({ code: 'zip_corrupt' })
  await expect(openFeed(join(folder, 'none.zip'))).rejects.toThrow(NoSuchFeed)
})

test('a feed has one hash, zipped or in a folder', async () => {
  const files = { 'stops.txt': 'a,b\n1,2', 'agency.txt': 'c\n3' }
  const zipped = await openFeed(await zipOf('hash.zip', files))
  const inner = mkdtempSync(join(folder, 'feed-'))
  for (const [name, body] of Object.entries(files)) writeFileSync(join(inner, name), body)
  const plain = await openFeed(inner)
  expect(await plain.hash()).toBe(await zipped.hash())
  expect(plain.size).toBe(zipped.size)
  zipped.close()
})

test('[TT42] files in one folder are read from there and what is not GTFS is ignored, both with a warning', async () => {
  const path = await zipOf('folder.zip', { 'feed/agency.txt': 'agency_name\nA', 'feed/notes.pdf': 'x' })
  const feed = await openFeed(path)
  feed.close()
  expect(feed.source.files).toEqual(['agency.txt'])
  expect(feed.source.complaints).toEqual([
    { code: 'invalid_input_files_in_subfolder', value: 'feed/' },
    { code: 'unknown_file', value: 'feed/notes.pdf' },
  ])
})
