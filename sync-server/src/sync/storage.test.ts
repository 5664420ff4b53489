import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { must } from 'shared/base/result.ts'
import { outcome as outcomeSchema } from 'shared/sync/envelope.ts'
import { z } from 'zod'
import { statement } from '../db/statement.ts'
import { StorageUnavailable } from '../db/transact.ts'
import { makeWorld, type World } from '../testing/world.ts'

const nine = departureIdAt(9)
const used = statement<object, { page_count: number }>((k) => k.raw('pragma page_count'))
const bookings = statement<object, { id: string }>((k) => k('booking').select('id'))
const heads = statement<object, { scope: string; seq: number }>((k) => k('scope_head').select('scope', 'seq'))
const most = (pages: number) => statement<object>((k) => k.raw(`pragma max_page_count = ${pages}`))

let folder: string
let world: World
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wayfare-storage-'))
  world = await makeWorld({ folder, limits: { unpaidBookings: 100, seatsPerDeparture: 100 } })
})
afterEach(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

test('[SY17] a full disk within a group loses all of it and says so; with room again, all of it is done once', async () => {
  const phone = await world.passenger()
  await phone.ask('booking.book', bookIntentOf({ departure: nine }))
  const { db } = world.context
  await db.transact(async (tx) => {
    const [pages] = await tx.all(used, {})
    await tx.all(most(must(pages, 'pages').page_count + 2), {})
  })
  const batch = Array.from({ length: 12 }, () => phone.envelope('booking.book', bookIntentOf({ departure: nine })))
  await expect(phone.send(batch)).rejects.toBeInstanceOf(StorageUnavailable)
  const kept = (await db.read.all(bookings, {})).map((row) => row.id)
  const before = await db.read.all(heads, {})
  await db.transact((tx) => tx.all(most(1_000_000), {}))
  const outcomes = await phone.send(batch)
  expect(outcomes.every((each) => each.status === 'confirmed')).toBe(true)
  // What had been committed by an earlier group is replayed, the rest runs now: nothing twice, nothing lost.
  expect(outcomes.filter((each) => each.replayed).map((each) => each.id)).toEqual(
    batch.map((each) => each.id).filter((id) => kept.includes(id)),
  )
  expect(await db.read.all(bookings, {})).toHaveLength(13)
  expect(before.length).toBeGreaterThan(0)
})

test('[SY17] a disk that fills up while a batch is decided one by one: what was stored is answered, the rest is asked again', async () => {
  const phone = await world.passenger()
  const { db } = world.context
  await phone.exchange({})
  const batch = Array.from({ length: 3 }, () => phone.envelope('booking.book', bookIntentOf({ departure: nine })))
  let calls = 0
  const failing: typeof db = {
    ...db,
    transact(work) {
      calls += 1
      if (calls === 1) return Promise.reject(new Error('the batch as a whole'))
      return calls <= 3 ? db.transact(work) : Promise.reject(new StorageUnavailable('full'))
    },
  }
  Object.assign(world.context, { db: failing })
  const first = await phone.send(batch)
  Object.assign(world.context, { db })
  // A phone that were told "nothing was touched" would let its owner withdraw a booking that stands.
  expect(first.map(({ id, status }) => [id, status])).toEqual(batch.slice(0, 2).map(({ id }) => [id, 'confirmed']))
  expect((await phone.send(batch)).map(({ status, replayed }) => [status, replayed])).toEqual([
    ['confirmed', true],
    ['confirmed', true],
    ['confirmed', false],
  ])
})

test('[SY17] an answer that fails after its intents were decided does not say that nothing was touched', async () => {
  const phone = await world.passenger()
  const { db } = world.context
  const read: typeof db.read = { ...db.read, get: () => Promise.reject(new StorageUnavailable('broken')) }
  Object.assign(world.context, { db: { ...db, read } })
  const sent = phone.send([phone.envelope('booking.book', bookIntentOf({ departure: nine }))])
  await expect(sent).rejects.not.toBeInstanceOf(StorageUnavailable)
  await expect(phone.send([])).rejects.toBeInstanceOf(StorageUnavailable)
  Object.assign(world.context, { db })
})

const told = z.object({ outcomes: z.array(outcomeSchema) })

/** A process that books as fast as it can and tells each outcome it was given. */
function bookUntilKilled(afterMs: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('../testing/book-for-ever.ts', import.meta.url)), [folder], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const acknowledged: string[] = []
    let timer: NodeJS.Timeout | undefined
    child.on('message', (message) => {
      timer ??= setTimeout(() => child.kill('SIGKILL'), afterMs)
      for (const outcome of told.parse(message).outcomes) acknowledged.push(JSON.stringify(outcome))
    })
    child.on('error', reject)
    child.on('exit', () => resolve(acknowledged))
  })
}

test('[SY17] a server killed in the middle of its work has lost nothing that it acknowledged', async () => {
  await world.close()
  let all: string[] = []
  for (const afterMs of [40, 150]) all = [...all, ...(await bookUntilKilled(afterMs))]
  world = await makeWorld({ folder, limits: { unpaidBookings: 100, seatsPerDeparture: 100 } })
  const stored = statement<object, { id: string; outcome: string }>((k) => k('intent').select('id', 'outcome'))
  const rows = new Map((await world.context.db.read.all(stored, {})).map((row) => [row.id, row.outcome]))
  expect(all.length).toBeGreaterThan(10)
  for (const text of all) {
    const { replayed: _, ...outcome } = outcomeSchema.parse(JSON.parse(text))
    expect(rows.get(outcome.id)).toBe(JSON.stringify(outcome))
  }
  for (const text of rows.values()) expect(text).not.toBeNull()
}, 60_000)
