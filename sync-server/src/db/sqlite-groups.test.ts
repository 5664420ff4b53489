import { spawnSync } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqlite, type SqliteOptions } from './sqlite.ts'
import { idsIn, insert, noteFile } from './testing/notes.ts'
import { statement } from './statement.ts'
import { type Database, StorageUnavailable } from './transact.ts'

let folder: string
let file: string
let db: Database

const open = (about: Partial<SqliteOptions> = {}): Database =>
  openSqlite({ file, now: () => 1000, writeChanges: async () => ({ heads: {}, scopes: [] }), ...about })

beforeEach(() => {
  ;({ folder, file } = noteFile())
  db = open()
})

afterEach(async () => {
  await db.close()
  rmSync(folder, { recursive: true })
})

const ids = () => idsIn(db)

test('a full disk loses the whole group, says so to each of its units, and works again when there is room', async () => {
  await db.close()
  const limit = new Sqlite(file)
  limit.close()
  // max_page_count lives in the connection, so it is set through a unit's own statement.
  db = open()
  const pages = statement<object>((k) => k.raw('pragma max_page_count = 8'))
  const room = statement<object>((k) => k.raw('pragma max_page_count = 100000'))
  await db.transact((tx) => tx.all(pages, {}))
  const small = db.transact((tx) => tx.run(insert, { id: 'small', body: 'x' }))
  const large = db.transact((tx) => tx.run(insert, { id: 'large', body: 'x'.repeat(100_000) }))
  const next = db.transact((tx) => tx.run(insert, { id: 'next', body: 'x' }))
  const results = await Promise.allSettled([small, large, next])
  const kept = await ids()
  results.forEach((result, i) => {
    const id = ['small', 'large', 'next'][i]
    if (result.status === 'fulfilled') expect(kept).toContain(id)
    else {
      expect(result.reason).toBeInstanceOf(StorageUnavailable)
      expect(kept).not.toContain(id)
    }
  })
  expect(results[1]?.status).toBe('rejected')
  await db.transact((tx) => tx.all(room, {}))
  await db.transact((tx) => tx.run(insert, { id: 'large', body: 'x'.repeat(100_000) }))
  expect(await ids()).toContain('large')
})

test('a unit that swallows the full disk and writes on keeps nothing, not even that', async () => {
  const pages = statement<object>((k) => k.raw('pragma max_page_count = 8'))
  await db.transact((tx) => tx.all(pages, {}))
  const unit = db.transact(async (tx) => {
    await tx.run(insert, { id: 'large', body: 'x'.repeat(100_000) }).catch(() => undefined)
    await tx.run(insert, { id: 'after', body: 'x' }).catch(() => undefined)
  })
  await expect(unit).rejects.toBeInstanceOf(StorageUnavailable)
  expect(await ids()).toEqual([])
})

test('a group takes no further unit once it has written enough; the next group does', async () => {
  await db.close()
  const groups: number[][] = [[]]
  const schedule = (work: () => void) => void setImmediate(() => void (groups.push([]), work()))
  db = open({ groupWrites: 4, schedule })
  const unit = (n: number) =>
    db.transact(async (tx) => {
      groups.at(-1)?.push(n)
      for (const part of ['a', 'b', 'c']) await tx.run(insert, { id: `${n}${part}`, body: 'x' })
    })
  await Promise.all([1, 2, 3, 4, 5].map(unit))
  expect(groups.filter((group) => group.length > 0)).toEqual([[1, 2], [3, 4], [5]])
})

test('under load a thread moves the pages of the log into the file, and nothing is lost', async () => {
  const rows = Array.from({ length: 100 }, (_, i) => i)
  const unit = (n: number) =>
    db.transact(async (tx) => {
      for (const row of rows) await tx.run(insert, { id: `${n}.${row}`, body: 'x'.repeat(3000) })
    })
  for (let round = 0; round < 10; round += 1) await Promise.all(rows.slice(0, 10).map((i) => unit(round * 10 + i)))
  // The thread starts after 4,000 writes, each a page here; the writer itself would move nothing before 128 MiB.
  await expect.poll(() => statSync(file).size, { timeout: 10_000 }).toBeGreaterThan(12 * 2 ** 20)
  await db.close()
  const after = new Sqlite(file, { readonly: true })
  expect(after.prepare('select count(*) from note').pluck().get()).toBe(10_000)
  expect(after.pragma('integrity_check', { simple: true })).toBe('ok')
  after.close()
}, 30_000)

test('a process that closes its database after much work ends by itself', () => {
  const source = `
    import { openSqlite } from '${new URL('./sqlite.ts', import.meta.url).href}'
    import { statement } from '${new URL('./statement.ts', import.meta.url).href}'
    const insert = statement((k, p) => k('note').insert({ id: p('id'), body: p('body') }))
    const db = openSqlite({ file: process.argv[1], now: Date.now, writeChanges: async () => ({ heads: {}, scopes: [] }) })
    await db.transact(async (tx) => {
      for (let i = 0; i < 6000; i += 1) await tx.run(insert, { id: String(i), body: 'x' })
    })
    await db.close()`
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source, file])
  expect(status).toBe(0)
}, 30_000)

test('while another process writes, a unit waits its turn and what is read is answered', async () => {
  const other = new Sqlite(file)
  other.exec('begin immediate')
  const waiting = db.transact((tx) => tx.run(insert, { id: 'waited', body: 'x' }))
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(await ids()).toEqual([])
  other.exec(`insert into note values ('theirs', 'x'); commit`)
  other.close()
  await waiting
  expect(await ids()).toEqual(['theirs', 'waited'])
})

test('when another process does not end, nothing is stored and it says so; later all goes on', async () => {
  await db.close()
  db = open({ patience: 5 })
  const other = new Sqlite(file)
  other.exec('begin immediate')
  const units = ['a', 'b'].map((id) => db.transact((tx) => tx.run(insert, { id, body: 'x' })))
  const results = await Promise.allSettled(units)
  expect(results.map((each) => each.status === 'rejected' && each.reason instanceof StorageUnavailable)).toEqual([
    true,
    true,
  ])
  other.exec('rollback')
  other.close()
  await db.transact((tx) => tx.run(insert, { id: 'c', body: 'x' }))
  expect(await ids()).toEqual(['c'])
})
