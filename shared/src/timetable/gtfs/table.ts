import type { Day, ServiceTime } from '../../base/instants.ts'
import { readDay, readDecimal, readInteger, readTime } from './cells.ts'
import { type Code, codes } from './codes.ts'
import { type FileName, requiredColumns, rowLimit } from './files.ts'
import { type Complaints, Unreadable, type Severity } from './report.ts'
import type { CsvRecord, FeedSource } from './source.ts'

// Control characters, and the mark decoders leave for what they could not read.
const dirty = /[\p{Cc}\ufffd]/u
const blankEdge = /^\s|\s$/

/** A file's header: where each column is. */
export class Table {
  readonly file: FileName
  readonly complaints: Complaints
  readonly width: number
  readonly #index = new Map<string, number>()
  readonly #required: ReadonlySet<number>

  constructor(file: FileName, header: CsvRecord, complaints: Complaints) {
    this.file = file
    this.complaints = complaints
    this.width = header.cells.length
    header.cells.forEach((cell, i) => {
      const name = cell.trim()
      const at = { file, line: header.line, value: cell }
      if (name !== cell) complaints.add({ code: 'leading_or_trailing_whitespaces', ...at })
      if (name !== '' && this.#index.has(name)) complaints.add({ code: 'duplicated_column', ...at, field: name })
      else this.#index.set(name, i)
    })
    const required = requiredColumns(file)
    for (const field of required.filter((name) => !this.#index.has(name)))
      complaints.add({ code: 'missing_required_column', file, line: header.line, field })
    this.#required = new Set(required.map((name) => this.#index.get(name) ?? -1))
  }

  has(field: string): boolean {
    return this.#index.has(field)
  }

  cell(cells: readonly string[], field: string): string {
    const i = this.#index.get(field)
    return i === undefined ? '' : (cells[i] ?? '')
  }

  /** Whether a short record lacks only cells that may be empty, or a long one has only empty cells too many. */
  fits(cells: readonly string[]): boolean {
    if (cells.length > this.width) return cells.slice(this.width).every((cell) => cell.trim() === '')
    return ![...this.#required].some((i) => i >= cells.length)
  }
}

/** One row while it is checked. `bad` once a value cannot be used; the complaints are made already. */
export class Row {
  bad = false
  readonly table: Table
  readonly line: number
  readonly #cells: readonly string[]

  constructor(table: Table, record: CsvRecord) {
    this.table = table
    this.line = record.line
    this.#cells = record.cells
    if (record.cells.length === table.width) return
    const fits = table.fits(record.cells)
    const counts = `${record.cells.length} cells, the header has ${table.width}`
    const detail = fits ? `${counts}; only optional cells differ, taken as empty` : counts
    this.complain('invalid_row_length', { detail, severity: fits ? 'warning' : 'error' })
  }

  complain(code: Code, about: { field?: string; value?: string; detail?: string; severity?: Severity } = {}): void {
    const { complaints, file } = this.table
    complaints.add({ code, file, line: this.line, ...about })
    if ((about.severity ?? codes[code].severity) === 'error') this.bad = true
  }

  /** A remark that leaves the row as it is. */
  remark(code: Code, field: string, value: string, detail?: string): void {
    this.complain(code, { field, value, severity: 'warning', ...(detail === undefined ? {} : { detail }) })
  }

  /** The value without blanks around it; empty when there is none. */
  text(field: string): string {
    const raw = this.table.cell(this.#cells, field)
    if (raw === '') return ''
    const value = raw.trim()
    if (blankEdge.test(raw)) this.remark('leading_or_trailing_whitespaces', field, raw)
    if (value.includes('\n')) this.complain('new_line_in_value', { field, value })
    else if (dirty.test(value)) this.complain('invalid_character', { field, value })
    return value
  }

  optional(field: string): string | null {
    return this.text(field) || null
  }

  required(field: string): string {
    const value = this.text(field)
    if (value === '') this.complain('missing_required_field', { field })
    return value
  }

  /** An id: what the feed names a thing by. */
  id(field: string): string {
    const value = this.required(field)
    if (value.length > 250) this.complain('invalid_id', { field, value })
    return value
  }

  time(field: string): ServiceTime | null {
    return this.#read(field, 'invalid_time', readTime)
  }

  day(field: string): Day | null {
    return this.#read(field, 'invalid_date', readDay)
  }

  integer(field: string, range: { min: number; max: number }): number | null {
    return this.#inRange(field, this.#read(field, 'invalid_integer', readInteger), range)
  }

  decimal(field: string, range: { min: number; max: number }): number | null {
    return this.#inRange(field, this.#read(field, 'invalid_float', readDecimal), range)
  }

  #inRange(field: string, value: number | null, { min, max }: { min: number; max: number }): number | null {
    if (value === null || (value >= min && value <= max)) return value
    this.complain('number_out_of_range', { field, value: String(value), detail: `allowed: ${min} to ${max}` })
    return null
  }

  /** One of a few digits; another is an error. Empty counts as `empty`, null making it required. */
  choice<T extends number>(field: string, allowed: readonly T[], empty: T | null): T | null {
    const value = empty === null ? this.required(field) : this.text(field)
    if (value === '') return empty
    const found = allowed.find((a) => String(a) === value)
    if (found !== undefined) return found
    this.complain('invalid_enum_value', { field, value, detail: `allowed: ${allowed.join(', ')}` })
    return null
  }

  /** One of a few digits; another gets a remark and the careful reading. */
  lenient<T extends number>(field: string, allowed: readonly T[], empty: T, careful: T): T {
    const value = this.text(field)
    if (value === '') return empty
    const found = allowed.find((a) => String(a) === value)
    if (found === undefined) this.remark('unexpected_enum_value', field, value, `taken as ${careful}`)
    return found ?? careful
  }

  #read<T>(field: string, code: Code, reader: (text: string) => T | null): T | null {
    const text = this.text(field)
    if (text === '') return null
    const value = reader(text)
    if (value === null) this.complain(code, { field, value: text })
    return value
  }
}

/** For reading a file again: its table, whose header was checked already, and which records to take. */
export interface Again {
  readonly table: Table
  wanted(cells: readonly string[]): boolean
}

/**
 * The rows of a file in blocks, after its header was checked. Ends at once when a required column is missing.
 * @throws Unreadable
 */
export async function* rowsOf(
  source: FeedSource,
  file: FileName,
  complaints: Complaints,
  again?: Again,
): AsyncGenerator<Row[]> {
  let table: Table | null = null
  let count = 0
  for await (const records of source.read(file)) {
    const rows: Row[] = []
    for (const record of records) {
      if (table) {
        count += 1
        if (!again || again.wanted(record.cells)) rows.push(new Row(table, record))
      } else if (again) table = again.table
      else {
        const before = complaints.feedErrors
        table = new Table(file, record, complaints)
        if (complaints.feedErrors > before) return
      }
    }
    if (count > rowLimit(file)) throw new Unreadable({ code: 'too_many_rows', file, detail: `limit ${rowLimit(file)}` })
    yield rows
  }
}
