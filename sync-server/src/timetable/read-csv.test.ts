import fc from 'fast-check'
import type { Unreadable } from 'shared/timetable/gtfs/report.ts'
import type { CsvRecord } from 'shared/timetable/gtfs/source.ts'
import { expect, test } from 'vitest'
import { readCsv } from './read-csv.ts'

/** The bytes in pieces of the given sizes, over and over. */
async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] ?? bytes.length
    yield bytes.subarray(at, at + size)
    at += size
  }
}

async function records(given: string | Uint8Array, sizes: readonly number[] = [7]): Promise<CsvRecord[]> {
  const bytes = typeof given === 'string' ? Buffer.from(given) : given
  const all: CsvRecord[] = []
  for await (const block of readCsv(pieces(bytes, sizes), 'stops.txt')) all.push(...block)
  return all
}

const fault = (given: string | Uint8Array, sizes?: readonly number[]) =>
  records(given, sizes).then(
    () => null,
    (error: Unreadable) => error.complaint,
  )

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

test('[TT41] what is written by RFC 4180 is read again, wherever the bytes are cut', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ž', '🚌', ',', '"', '\n', ' ', ';'), maxLength: 6 })
  // A record of one empty cell is a blank line, which counts for nothing.
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 })
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(table, sizes, fc.constantFrom('\n', '\r\n'), fc.boolean(), async (rows, cuts, end, bom) => {
      const text = rows.map((row) => row.map(quoted).join(',')).join(end)
      const read = await records(`${bom ? '\ufeff' : ''}${text}`, cuts)
      expect(read.map((r) => r.cells)).toEqual(rows)
    }),
  )
})

test('[TT41] each record knows the line it ends on, blank lines counted', async () => {
  const read = await records('a,b\r\n1,2\r\n\r\n"x\r\ny",4\r\n5,6')
  expect(read.map((r) => r.line)).toEqual([1, 2, 5, 6])
  expect((await records('\ufeffa,b\r1,2\r\r3,4\r', [1])).map((r) => r.line)).toEqual([1, 2, 4])
})

test('[TT41] a file of any size comes in blocks', async () => {
  const bytes = Buffer.from('a,b\n'.repeat(10_000))
  let [blocks, count] = [0, 0]
  for await (const block of readCsv(pieces(bytes, [4096]), 'stops.txt')) {
    blocks += 1
    count += block.length
    expect(block.length).toBeLessThan(4000)
  }
  expect(count).toBe(10_000)
  expect(blocks).toBeGreaterThan(3)
})

test('[TT41] text that is not UTF-8 is refused with its line', async () => {
  const latin1 = Buffer.concat([Buffer.from('a,b\n1,ž\n2,M'), Buffer.from([0xfc]), Buffer.from('nchen\n3,c')])
  expect(await fault(latin1)).toMatchObject({ code: 'invalid_character', file: 'stops.txt', line: 3 })
  expect(await fault(latin1, [1000])).toMatchObject({ code: 'invalid_character', line: 3 })
  expect(await fault(Buffer.from([0x61, 0xc5]))).toMatchObject({ code: 'invalid_character', line: 1 })
})

test('[TT41] UTF-16 and NUL are refused with what they are', async () => {
  expect(await fault(Buffer.from('\ufeffa,b\n1,2', 'utf16le'))).toMatchObject({ detail: 'the file is UTF-16' })
  expect(await fault('a,b\n1,2\n3,\u00004')).toMatchObject({ code: 'invalid_character', line: 3, detail: 'a NUL' })
})

test('[TT41] a quote in the wrong place, never closed, or a record without end is refused with its line', async () => {
  expect(await fault('a,b\n1,"2"3\n')).toMatchObject({ code: 'csv_parsing_failed', line: 2 })
  expect(await fault('a,b\n1, "2"\n')).toMatchObject({ code: 'csv_parsing_failed', line: 2 })
  expect(await fault('a,b\n1,"2\n')).toMatchObject({ code: 'csv_parsing_failed' })
  expect(await fault(`a,b\n1,"${'x\n'.repeat(50_000)}`)).toMatchObject({ code: 'csv_parsing_failed' })
})

test('[TT41] an empty file has no records', async () => {
  expect(await records('')).toEqual([])
  expect(await records('\ufeff\n\n')).toEqual([])
})
