import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { afterAll, beforeAll, expect } from 'vitest'
import { testOnData } from '../testing/feed-data.ts'
import { feedData } from '../testing/feed-folder.ts'
import { type TimetableDatabase, timetableDatabase } from '../testing/timetable-database.ts'
import { importGtfs } from './import-gtfs.ts'

const manifest = z.array(
  z.object({
    file: z.string(),
    verdict: z.enum(['accept', 'warn', 'reject']),
    code: z.string(),
    why: z.string(),
    same_as: z.string().optional(),
  }),
)

let world: TimetableDatabase
beforeAll(async () => void (world = await timetableDatabase()))
afterAll(() => world.close())

const listed = feedData('malformed/manifest.json')
const cases = existsSync(listed) ? manifest.parse(JSON.parse(readFileSync(listed, 'utf8'))) : []

testOnData('malformed/manifest.json', '[TT53] there are malformed feeds to try', async () => {
  expect(cases.length).toBeGreaterThan(20)
})

for (const { file, verdict, code, why, same_as } of cases)
  testOnData(`malformed/${file}`, `[TT53] ${verdict} ${file}: ${why}`, async () => {
    const before = world.counts()
    const { report, pack } = await importGtfs(world, { path: feedData(`malformed/${file}`) })
    const codes = report.notices.map((notice) => `${notice.severity} ${notice.code}`)
    if (verdict === 'reject') {
      expect(codes).toContain(`error ${code}`)
      expect(report.verdict).toBe('refused')
      expect(pack).toBeNull()
      expect(world.counts()).toEqual(before)
      return
    }
    expect(report.verdict).toBe('accepted')
    // The rows are those of this feed, whatever was imported before.
    expect(world.counts()).toMatchObject({ agency: 1, trip: 442 })
    if (verdict === 'warn') expect(codes).toContain(`warning ${code}`)
    else expect(codes).toEqual([])
    if (!same_as) return
    const same = await importGtfs(world, { path: feedData(`malformed/${same_as}`) })
    expect(same.report.summary).toEqual(report.summary)
  })
