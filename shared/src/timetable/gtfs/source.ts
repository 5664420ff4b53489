import type { Complaint } from './report.ts'

/** One record of a CSV file. Lines count from 1. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * A feed that can be read file by file: a zip, a folder, or texts in memory.
 * `read` yields the header as the first record, then the rest, in blocks of any size; blank lines are left out.
 * @throws Unreadable from `read` when the file cannot be read on
 */
export interface FeedSource {
  readonly files: readonly string[]
  /** What was noticed while opening. */
  readonly complaints: readonly Complaint[]
  read(file: string): AsyncIterable<readonly CsvRecord[]>
}
