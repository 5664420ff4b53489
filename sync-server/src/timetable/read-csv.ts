import { CsvError, parse } from 'csv-parse'
import { Unreadable } from 'shared/timetable/gtfs/report.ts'
import type { CsvRecord } from 'shared/timetable/gtfs/source.ts'

/** Longest record in characters; also bounds what a quote that is never closed can swallow. */
const longestRecord = 65_536
/** Records handed on at once. */
const blockSize = 2000

/**
 * Bytes of a GTFS file as text, each line ended by LF alone (csv-parse counts a CR LF inside quotes twice).
 * The whole must be UTF-8 without NUL; the first fault is named with its line.
 */
export async function* decodeUtf8(bytes: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  // A CR that ends a piece waits for the LF that may follow it.
  let held = ''
  for await (const chunk of bytes) {
    if (line === 1) refuseUtf16(chunk, file)
    let text: string
    try {
      text = held + decoder.decode(chunk, { stream: true })
    } catch {
      throw new Unreadable({ code: 'invalid_character', file, line: line + faultyLine(chunk), detail: 'not UTF-8' })
    }
    held = text.endsWith('\r') ? '\r' : ''
    text = (held ? text.slice(0, -1) : text).replace(/\r\n?/g, '\n')
    const nul = text.indexOf('\0')
    if (nul >= 0)
      throw new Unreadable({
        code: 'invalid_character',
        file,
        line: line + breaks(text.slice(0, nul)),
        detail: 'a NUL',
      })
    line += breaks(text)
    yield text
  }
  if (held) yield '\n'
  try {
    decoder.decode()
  } catch {
    throw new Unreadable({ code: 'invalid_character', file, line, detail: 'the last character is cut off' })
  }
}

function refuseUtf16([a, b]: Uint8Array, file: string): void {
  const bigEndian = a === 0xfe && b === 0xff
  if (bigEndian || (a === 0xff && b === 0xfe))
    throw new Unreadable({ code: 'invalid_character', file, line: 1, detail: 'the file is UTF-16' })
}

/** Lines before the first of the chunk that is not UTF-8; its first line may begin in the middle of a character. */
function faultyLine(chunk: Uint8Array): number {
  const lines = Buffer.from(chunk).toString('utf8').split('\n')
  const faulty = lines.findIndex((line, i) => i > 0 && line.includes('\ufffd'))
  return lines[0]?.replace(/^\ufffd{1,3}/, '').includes('\ufffd') ? 0 : Math.max(0, faulty)
}

function breaks(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

/**
 * Records of a CSV file (RFC 4180) in blocks, each with the line it ends on. Blank lines are left out.
 * @throws Unreadable
 */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<CsvRecord[]> {
  let block: CsvRecord[] = []
  let line = 0
  const parser = parse({ bom: true, relax_column_count: true, record_delimiter: '\n', max_record_size: longestRecord })
  // csv-parse's own count of lines costs as much as its parsing; and awaiting each record costs more than both.
  parser.on('data', (cells: string[]) => {
    line += 1
    for (const cell of cells) if (cell.includes('\n')) line += breaks(cell)
    if (cells.length > 1 || cells[0] !== '') block.push({ line, cells })
  })
  const failed = new Promise<never>((_, reject) => parser.once('error', reject))
  failed.catch(() => {})
  const written = (text: string) => new Promise<void>((resolve) => void parser.write(text, () => resolve()))
  const ended = () => new Promise<void>((resolve) => void parser.end().once('end', resolve))
  try {
    for await (const text of decodeUtf8(bytes, file)) {
      await Promise.race([failed, written(text)])
      if (block.length < blockSize) continue
      yield block
      block = []
    }
    await Promise.race([failed, ended()])
    if (block.length > 0) yield block
  } catch (error) {
    throw asUnreadable(error, file)
  } finally {
    parser.destroy()
  }
}

/** What a stream may fail with, as a complaint about its file. */
function asUnreadable(error: unknown, file: string): unknown {
  if (error instanceof CsvError)
    return new Unreadable({
      code: 'csv_parsing_failed',
      file,
      line: Number(error.lines) || undefined,
      detail: error.message,
    })
  return error
}
