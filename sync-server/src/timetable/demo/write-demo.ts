import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Day } from 'shared/base/instants.ts'
import { demoFeed } from './feed.ts'

/** The slug under which the demo network is imported. */
export const demoSlug = 'demo'

/** Writes the demo network as a GTFS folder, to be imported like any other feed. Calendars cover 366 days from the day. */
export async function writeDemo(folder: string, from: Day): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, text] of demoFeed(from)) await writeFile(join(folder, name), text)
}
