import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must } from 'shared/base/result.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { command, dropTestDatabase, postgresUrl } from '../testing/test-database.ts'
import { type Bus, longestText, openPostgresBus } from './postgres-bus.ts'

let folder: string
let url: string
const open: Bus[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wayfare-bus-'))
  url = must(await postgresUrl(folder), 'database of the test')
})
afterEach(async () => {
  for (const bus of open.splice(0)) await bus.close()
  await dropTestDatabase(folder)
  rmSync(folder, { recursive: true })
})

/** A process: what it heard, and how often it may have missed something. */
function joinIn() {
  const heard: string[] = []
  const at = { heard, missed: 0, bus: { tell: (_: string) => {} } }
  const bus = openPostgresBus({ url, hear: (text) => heard.push(text), missed: () => (at.missed += 1) })
  open.push(bus)
  at.bus = bus
  return at
}

const listeners = async () => {
  let count = 0
  await command(url, async (client) => {
    const { rows } = await client.query<{ n: string }>(
      `select count(*) as n from pg_stat_activity where datname = current_database() and query like 'listen%'`,
    )
    count = Number(rows[0]?.n)
  })
  return count
}

test('[SY82] what one process tells is heard by the others once and in order, and not by itself', async () => {
  const [one, two, three] = [joinIn(), joinIn(), joinIn()]
  await vi.waitFor(async () => expect(await listeners()).toBe(3))
  const texts = Array.from({ length: 50 }, (_, i) => `news ${i}`)
  for (const text of texts) one.bus.tell(text)
  await vi.waitFor(() => expect(two.heard).toHaveLength(50))
  expect(two.heard).toEqual(texts)
  await vi.waitFor(() => expect(three.heard).toEqual(texts))
  expect(one.heard).toEqual([])
})

test('[SY82] a text as long as it may be arrives whole', async () => {
  const [one, two] = [joinIn(), joinIn()]
  await vi.waitFor(async () => expect(await listeners()).toBe(2))
  const text = 'ė'.repeat(longestText / 2)
  one.bus.tell(text)
  await vi.waitFor(() => expect(two.heard).toEqual([text]))
})

test('[SY82] a connection that was cut is made again, says that something may have been missed, and goes on', async () => {
  const [one, two] = [joinIn(), joinIn()]
  await vi.waitFor(async () => expect(await listeners()).toBe(2))
  await command(url, (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'wayfare pokes'`,
    ),
  )
  one.bus.tell('told while the connection was away')
  await vi.waitFor(() => expect([one.missed, two.missed]).toEqual([1, 1]), { timeout: 10_000 })
  one.bus.tell('told after')
  await vi.waitFor(() => expect(two.heard).toContain('told after'))
})
