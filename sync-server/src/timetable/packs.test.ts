import { brotliCompressSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { feedRowsOf } from 'shared/testing/feed-rows.ts'
import { buildPack } from 'shared/timetable/build-pack.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { holdTimetables } from './packs.ts'
import { putPack, supersedePacks } from './store-packs.ts'

let server: TestServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

const draft = {
  stops: [{ id: 'A' }, { id: 'B' }],
  services: [{ id: 's', weekdays: 127, from: 20_000, to: 20_010 }],
  trips: [
    {
      id: 'x',
      service: 's',
      calls: [
        { stop: 'A', at: 0 },
        { stop: 'B', at: 60 },
      ],
    },
  ],
}

async function publish({ context }: TestServer, feed: string, hash: string, text: string): Promise<void> {
  const body = brotliCompressSync(text)
  const row = {
    hash,
    feed,
    version: `${feed}/1`,
    name: feed,
    zone: 'UTC',
    valid_from: 0,
    valid_to: 1,
    bytes: body.length,
    made_at: 0,
  }
  await context.db.transact(async (tx) => {
    await tx.run(putPack, { ...row, body })
    await tx.run(supersedePacks, { feed, hash, now: tx.now })
  })
}
const packText = (source: string): string => JSON.stringify(buildPack(feedRowsOf(draft), { source }))

test('[TT15] a server notices within a second what another process published, and opens only what is new', async () => {
  server = await startTestServer()
  const { context } = server
  const held = await holdTimetables({ reader: context.db.read, log: context.log, every: 20 })
  expect(held.current()).toEqual([])
  await publish(server, 'one', '1'.repeat(32), packText('a'))
  await expect.poll(() => held.current().map((timetable) => timetable.source)).toEqual(['a'])
  const [first] = held.current()
  await publish(server, 'two', '2'.repeat(32), packText('b'))
  await expect.poll(() => held.current().map((timetable) => timetable.source)).toEqual(['a', 'b'])
  expect(held.current()[0]).toBe(first)
  await publish(server, 'one', '3'.repeat(32), packText('c'))
  await expect.poll(() => held.current().map((timetable) => timetable.source)).toEqual(['c', 'b'])
  held.close()
})

test('[TT15] a pack that cannot be opened is logged and leaves the other feeds in service', async () => {
  server = await startTestServer()
  await publish(server, 'broken', 'b'.repeat(32), '{"format":"wayfare-pack","version":99}')
  await publish(server, 'sound', 'c'.repeat(32), packText('sound'))
  await server.context.timetables.refresh()
  await server.context.timetables.refresh()
  expect(server.context.timetables.current().map((timetable) => timetable.source)).toEqual(['sound'])
  const complaints = server.logged.filter((line) => line.includes('timetables.unreadable'))
  expect(complaints).toHaveLength(1)
  expect(complaints[0]).toContain('format version 99')
})
