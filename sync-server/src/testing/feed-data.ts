import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'vitest'

/** Folder of real feeds and of malformed ones, which the project does not carry: $GTFS_DATA, else ../shared/data. */
const folder = process.env['GTFS_DATA'] ?? join(import.meta.dirname, '../../../../shared/data')

/** Path of a file in that folder. */
export const feedData = (path: string): string => join(folder, path)

/** A test on that data; skipped under a name that says so where the data is absent. */
export function testOnData(path: string, name: string, run: () => Promise<void>, timeout = 60_000): void {
  if (existsSync(feedData(path))) test(name, run, timeout)
  else test.skip(`${name} (skipped: no ${feedData(path)}; set GTFS_DATA)`, () => {})
}
