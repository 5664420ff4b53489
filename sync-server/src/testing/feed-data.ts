import { existsSync } from 'node:fs'
import { test } from 'vitest'
import { feedData } from './feed-folder.ts'

/** A test on that data; skipped under a name that says so where the data is absent. */
export function testOnData(path: string, name: string, run: () => Promise<void>, timeout = 60_000): void {
  if (existsSync(feedData(path))) test(name, run, timeout)
  else test.skip(`${name} (skipped: no ${feedData(path)}; set GTFS_DATA)`, () => {})
}
