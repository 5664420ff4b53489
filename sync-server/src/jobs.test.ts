import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { bookIntentOf, departureIdAt, lineTimetable } from 'shared/testing/builders.ts'
import type { Context } from './context.ts'
import { bookingOfAccount } from './booking/read.ts'
import { jobs, startJobs } from './jobs.ts'
import { book } from './booking/book.ts'
import { startTestServer } from './testing/server.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'wayfare-jobs-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const line = lineTimetable({ hours: [12] })
const selling = (context: Context): Context => ({
  ...context,
  timetables: { current: () => [line], refresh: async () => {} },
})

test('[PY9] a hold that ended while the server was down is given up when it starts, without waiting', async () => {
  const first = await startTestServer({ dataDir })
  const ona = await first.register()
  const intent = { ...bookIntentOf({ departure: departureIdAt(12) }), pay: 'card' as const }
  const id = 'a'.repeat(32)
  const context = selling(first.context)
  const booked = await first.context.db.transact((tx) => book(tx, context, { id, account: ona.id, intent }))
  expect(booked).toMatchObject({ ok: true })
  const end = first.clock.now + 16 * 60_000
  await first.close()

  const second = await startTestServer({ dataDir, start: end, seed: 'again' })
  // No pace: whatever happens, happens at the start.
  const stop = startJobs(selling(second.context), () => () => {})
  const status = async () => (await bookingOfAccount(second.context.db.read, ona.id, id))?.status
  await vi.waitFor(async () => expect(await status()).toBe('expired'))
  await stop()
  await second.close()
})

test('a job never runs twice at once, and stopping waits for the one under way', async () => {
  const server = await startTestServer({ dataDir })
  const ticks: (() => void)[] = []
  const started: string[] = []
  let finish = () => {}
  const held = new Promise<void>((resolve) => (finish = resolve))
  const read = server.context.db.read
  const slow: Context = {
    ...server.context,
    db: {
      ...server.context.db,
      read: {
        ...read,
        async all(statement, params) {
          started.push('read')
          await held
          return read.all(statement, params)
        },
      },
    },
  }
  const stop = startJobs(slow, (work) => {
    ticks.push(work)
    return () => {}
  })
  expect(ticks).toHaveLength(jobs.length)
  const before = started.length
  for (const tick of ticks) tick()
  expect(started).toHaveLength(before)
  finish()
  await stop()
  await server.close()
})
