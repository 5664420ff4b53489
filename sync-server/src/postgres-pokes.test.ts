import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must } from 'shared/base/result.ts'
import type { Poke } from 'shared/sync/envelope.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readConfig } from './config.ts'
import { appoint } from './identity/staff.ts'
import { machine, openContext, type Opened } from './open.ts'
import { give } from './payments/gift.ts'
import { dropTestDatabase, postgresUrl } from './testing/test-database.ts'

let folder: string
const servers: Opened[] = []
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'wayfare-pokes-'))))
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
  await dropTestDatabase(folder)
  rmSync(folder, { recursive: true })
})

async function server() {
  const url = must(await postgresUrl(folder), 'database of the test')
  const config = readConfig({ DATA_DIR: folder, DATABASE_URL: url, DATABASE_CONNECTIONS: '4', LOG_LEVEL: 'error' })
  const opened = await openContext(config, { ...machine(config), passwordCost: 4 })
  servers.push(opened)
  return opened.context
}

test('[SY82] what is committed at one server is heard at another by a phone that listens there', async () => {
  const [one, two] = [await server(), await server()]
  const account = await one.db.transact((tx) =>
    appoint(tx, { email: 'ona@example.org', name: 'Ona', hash: 'none', memberships: [] }, one.random),
  )
  const heard: Poke[] = []
  two.pokes.subscribe({ account, session: 's' }, { poke: (poke) => heard.push(poke), end: () => {} })
  let gifts = 0
  // The servers may not hear each other yet: more is given until they do.
  await vi.waitFor(
    async () => {
      gifts += 1
      const gift = { name: `gift ${gifts}`, account, amount: { amount: 100, currency: 'EUR' } }
      await one.db.transact((tx) => give(tx, gift))
      expect(heard.length).toBeGreaterThan(0)
    },
    { timeout: 10_000, interval: 100 },
  )
  expect(heard[0]?.scope).toBe(`account:${account}`)
})
