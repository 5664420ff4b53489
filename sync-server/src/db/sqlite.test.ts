import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { grant, refuse } from 'shared/base/result.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqlite } from './sqlite.ts'
import { statement } from './statement.ts'
import { type Change, type Database, StorageUnavailable } from './transact.ts'

const insert = statement<{ id: string; body: string }>((k, p) => k('note').insert({ id: p('id'), body: p('body') }))
const list = statement<object, { id: string }>((k) => k('note').select('id').orderBy('id'))

let folder: string
let file: string
let db: Database
let written: Change[][]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wayfare-db-'))
  file = join(folder, 'test.db')
  const setup = new Sqlite(file)
  setup.pragma('journal_mode = WAL')
  setup.exec('create table note (id text primary key, body text not null)')
  setup.close()
  written = []
  db = openSqlite({
    file,
    now: () => 1000,
    writeChanges: async (_tx, changes) => {
      written.push([...changes])
      return { public: written.length }
    },
  })
})

afterEach(async () => {
  await db.close()
  rmSync(folder, { recursive: true })
})

const ids = async () => (await db.read.all(list, {})).map((row) => row.id)

test('units that wait together run in order and are all committed', async () => {
  const seen: number[] = []
  await Promise.all(
    [1, 2, 3].map((n) =>
      db.transact(async (tx) => {
        await tx.run(insert, { id: `n${n}`, body: 'x' })
        seen.push(n)
      }),
    ),
  )
  expect(seen).toEqual([1, 2, 3])
  expect(await ids()).toEqual(['n1', 'n2', 'n3'])
})

test('a unit that throws leaves nothing and spoils no other of its group', async () => {
  const good = db.transact((tx) => tx.run(insert, { id: 'good', body: 'x' }))
  const bad = db.transact(async (tx) => {
    await tx.run(insert, { id: 'bad', body: 'x' })
    tx.changed('booking', 'b')
    throw new Error('thrown on purpose')
  })
  const after = db.transact((tx) => tx.run(insert, { id: 'later', body: 'x' }))
  await expect(bad).rejects.toThrow('thrown on purpose')
  await Promise.all([good, after])
  expect(await ids()).toEqual(['good', 'later'])
  expect(written).toEqual([])
})

test('a refused attempt takes back its writes, changes and consequences, and the unit goes on', async () => {
  const ran: string[] = []
  await db.transact(async (tx) => {
    const refused = await tx.attempt(async () => {
      await tx.run(insert, { id: 'tried', body: 'x' })
      tx.changed('booking', 'tried')
      tx.afterCommit(() => ran.push('tried'))
      return refuse('seats-taken')
    })
    expect(refused).toMatchObject({ ok: false, code: 'seats-taken' })
    await tx.attempt(async () => {
      await tx.run(insert, { id: 'kept', body: 'x' })
      tx.changed('booking', 'kept')
      tx.afterCommit(() => ran.push('kept'))
      return grant(1)
    })
    expect(await tx.flush()).toEqual({ public: 1 })
  })
  expect(await ids()).toEqual(['kept'])
  expect(written).toEqual([[{ kind: 'booking', id: 'kept' }]])
  expect(ran).toEqual(['kept'])
})

test('nothing is answered or run after the commit before it is durable', async () => {
  const order: string[] = []
  await db.transact(async (tx) => {
    await tx.run(insert, { id: 'a', body: 'x' })
    tx.afterCommit(() =>
      order.push(new Sqlite(file, { readonly: true }).prepare('select id from note').get() ? 'seen' : 'unseen'),
    )
  })
  expect(order).toEqual(['seen'])
})

test('a full disk loses the whole group, says so to each of its units, and works again when there is room', async () => {
  await db.close()
  const limit = new Sqlite(file)
  limit.close()
  // max_page_count lives in the connection, so it is set through a unit's own statement.
  db = openSqlite({ file, now: () => 1000, writeChanges: async () => ({}) })
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

test('work after a commit that throws harms neither its own unit nor the units after it', async () => {
  const told: unknown[] = []
  const lamed = openSqlite({
    file,
    now: () => 1000,
    writeChanges: async () => ({}),
    afterCommitFailed: (e) => told.push(e),
  })
  const first = lamed.transact(async (tx) => {
    tx.afterCommit(() => {
      throw new Error('thrown after the commit')
    })
    return tx.run(insert, { id: 'first', body: 'x' })
  })
  const second = lamed.transact((tx) => tx.run(insert, { id: 'second', body: 'x' }))
  expect(await Promise.all([first, second])).toEqual([1, 1])
  expect(await lamed.transact((tx) => tx.run(insert, { id: 'third', body: 'x' }))).toBe(1)
  expect(told.map(String)).toEqual(['Error: thrown after the commit'])
  await lamed.close()
})

test('changes cannot be written out within an attempt, which could not take them back', async () => {
  const within = db.transact(async (tx) => {
    tx.changed('booking', 'before')
    await tx.attempt(async () => {
      await tx.flush()
      return refuse('not-enough')
    })
  })
  await expect(within).rejects.toThrow('flush')
  expect(written).toEqual([])
})

test('a unit that ends before its queries cannot write into its neighbour', async () => {
  let late: Promise<unknown> | undefined
  await db.transact(async (tx) => {
    late = (async () => {
      await new Promise((resolve) => setImmediate(resolve))
      await tx.run(insert, { id: 'late', body: 'x' })
    })()
    late.catch(() => undefined)
  })
  await expect(late).rejects.toThrow('has ended')
  expect(await ids()).toEqual([])
})

test('a group of which something is taken back runs again, and each of its units is done once', async () => {
  const runs: string[] = []
  const good = db.transact((tx) => {
    runs.push('good')
    return tx.run(insert, { id: 'good', body: 'x' })
  })
  const swallowed = db.transact(async (tx) => {
    runs.push('swallowed')
    await tx.run(insert, { id: 'kept', body: 'x' })
    await tx
      .attempt(async () => {
        await tx.run(insert, { id: 'undone', body: 'x' })
        throw new Error('thrown on purpose')
      })
      .catch(() => undefined)
  })
  await Promise.all([good, swallowed])
  expect(await ids()).toEqual(['good', 'kept'])
  expect(runs).toEqual(['good', 'swallowed', 'good', 'swallowed'])
})

test('an attempt refused before it wrote anything costs no second run', async () => {
  let runs = 0
  await db.transact(async (tx) => {
    runs += 1
    await tx.run(insert, { id: 'a', body: 'x' })
    await tx.attempt(async () => {
      tx.changed('booking', 'never')
      return refuse('not-enough')
    })
  })
  expect(runs).toBe(1)
  expect(written).toEqual([])
  expect(await ids()).toEqual(['a'])
})

test('what is read beside a group is what was committed, however far the group has come', async () => {
  let within: unknown
  await db.transact(async (tx) => {
    await tx.run(insert, { id: 'half', body: 'x' })
    within = await db.read.all(list, {})
  })
  expect(within).toEqual([])
  expect(await ids()).toEqual(['half'])
})

test('nothing is written through the reader, within a group or beside it', async () => {
  const row = { id: 'smuggled', body: 'x' }
  await expect(db.read.all(insert, row)).rejects.toThrow()
  await db.transact((tx) =>
    tx.run(insert, { id: 'a', body: 'x' }).then(() => expect(db.read.get(insert, row)).rejects.toThrow()),
  )
  expect(await ids()).toEqual(['a'])
})

test('a group takes no further unit once it has written enough; the next group does', async () => {
  await db.close()
  const groups: number[][] = [[]]
  const schedule = (work: () => void) => void setImmediate(() => void (groups.push([]), work()))
  db = openSqlite({ file, now: () => 1000, writeChanges: async () => ({}), groupWrites: 4, schedule })
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
    const db = openSqlite({ file: process.argv[1], now: Date.now, writeChanges: async () => ({}) })
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
  db = openSqlite({ file, now: () => 1000, writeChanges: async () => ({}), patience: 5 })
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
