import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { must } from 'shared/base/result.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { command, dropTestDatabase, postgresUrl } from '../testing/test-database.ts'
import { migratePostgres, UnfitDatabase } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { openPostgres } from './postgres.ts'
import { statement } from './statement.ts'
import { idsIn, insert, list, noteTable } from './testing/notes.ts'
import { unitContract } from './testing/unit-contract.ts'
import { type Change, type Database, StorageUnavailable } from './transact.ts'

const body = statement<{ id: string }, { body: string }>((k, p) =>
  k('note')
    .select('body')
    .where({ id: p('id') }),
)
const setBody = statement<{ id: string; body: string }>((k, p) =>
  k('note')
    .where({ id: p('id') })
    .update({ body: p('body') }),
)

let folder: string
let url: string
let db: Database
let written: Change[][]
let collisions: string[]
let told: unknown[]

const open = (about: { connections?: number } = {}): Database =>
  openPostgres({
    url,
    now: () => 1000,
    dice: () => 0.5,
    writeChanges: async (_tx, changes) => {
      written.push([...changes])
      return { heads: { public: written.length }, scopes: changes.map(() => ['public']) }
    },
    onCollision: (why) => collisions.push(why),
    afterCommitFailed: (error) => told.push(error),
    ...about,
  })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wayfare-db-'))
  url = must(await postgresUrl(folder), 'database of the test')
  await command(url, (client) => client.query(noteTable))
  written = []
  collisions = []
  told = []
  db = open()
})

afterEach(async () => {
  await db.close()
  await dropTestDatabase(folder)
  rmSync(folder, { recursive: true })
})

const ids = () => idsIn(db)

unitContract(() => ({ db, written, told }))

test('a unit that swallowed the failure of a query keeps nothing and says so', async () => {
  const unit = db.transact(async (tx) => {
    await tx.run(insert, { id: 'one', body: 'x' })
    await tx.run(insert, { id: 'one', body: 'x' }).catch(() => undefined)
  })
  await expect(unit).rejects.toThrow()
  expect(await ids()).toEqual([])
})

test('units that count the same row from two processes lose no count: the later one runs again and sees the first', async () => {
  await db.transact((tx) => tx.run(insert, { id: 'count', body: '0' }))
  const other = open()
  const countUp = (on: Database) =>
    on.transact(async (tx) => {
      const row = must(await tx.get(body, { id: 'count' }), 'count')
      await tx.run(setBody, { id: 'count', body: String(Number(row.body) + 1) })
    })
  await Promise.all(Array.from({ length: 60 }, (_, i) => countUp(i % 2 === 0 ? db : other)))
  expect(await db.read.get(body, { id: 'count' })).toEqual({ body: '60' })
  expect(collisions.length).toBeGreaterThan(0)
  await other.close()
})

test('two units that lock rows in opposite order both come to their end', async () => {
  for (const id of ['a', 'b']) await db.transact((tx) => tx.run(insert, { id, body: '0' }))
  const swap = (first: string, second: string) =>
    db.transact(async (tx) => {
      await tx.run(setBody, { id: first, body: first })
      await new Promise((resolve) => setTimeout(resolve, 30))
      await tx.run(setBody, { id: second, body: second })
    })
  await Promise.all([swap('a', 'b'), swap('b', 'a')])
  expect(await db.read.get(body, { id: 'a' })).toEqual({ body: 'a' })
  expect(collisions.length).toBeGreaterThan(0)
})

test('units that say they touch the same take turns and never collide', async () => {
  await db.transact((tx) => tx.run(insert, { id: 'count', body: '0' }))
  const countUp = () =>
    db.transact(
      async (tx) => {
        const row = must(await tx.get(body, { id: 'count' }), 'count')
        await tx.run(setBody, { id: 'count', body: String(Number(row.body) + 1) })
      },
      { touches: () => ['count'] },
    )
  await Promise.all(Array.from({ length: 30 }, countUp))
  expect(await db.read.get(body, { id: 'count' })).toEqual({ body: '30' })
  expect(collisions).toEqual([])
})

test('a key that two units make at once is a race: the later one runs again, and a fault of its own is thrown', async () => {
  const made: string[] = []
  const makeOnce = (by: string) =>
    db.transact(async (tx) => {
      if (await tx.get(body, { id: 'one' })) return
      await new Promise((resolve) => setTimeout(resolve, 20))
      await tx.run(insert, { id: 'one', body: by })
      tx.afterCommit(() => made.push(by))
    })
  await Promise.all([makeOnce('first'), makeOnce('second')])
  expect(made).toHaveLength(1)
  const again = db.transact((tx) => tx.run(insert, { id: 'one', body: 'x' }))
  await expect(again).rejects.toBeInstanceOf(pg.DatabaseError)
})

test('a connection that is cut in the middle of a unit: nothing is kept, and the next one works', async () => {
  const unit = db.transact(async (tx) => {
    await tx.run(insert, { id: 'cut', body: 'x' })
    await command(url, (client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'wayfare' and datname = current_database()`,
      ),
    )
    await tx.run(insert, { id: 'never', body: 'x' })
  })
  await expect(unit).rejects.toBeInstanceOf(StorageUnavailable)
  expect(await ids()).toEqual([])
  await db.transact((tx) => tx.run(insert, { id: 'next', body: 'x' }))
  expect(await ids()).toEqual(['next'])
})

test('where no database answers, reads and units say that storage is unavailable', async () => {
  const nowhere = openPostgres({
    url: 'postgres://wayfare@127.0.0.1:1/none',
    now: () => 0,
    dice: () => 0,
    writeChanges: async () => ({ heads: {}, scopes: [] }),
  })
  await expect(nowhere.read.all(list, {})).rejects.toBeInstanceOf(StorageUnavailable)
  await expect(nowhere.transact(async () => 1)).rejects.toBeInstanceOf(StorageUnavailable)
  await nowhere.close()
})

test('numbers come as on SQLite: whole and exact or not at all, and truth as 0 or 1', async () => {
  const row = statement<{ n: number }, Record<string, unknown>>((k, p) =>
    k.raw(
      `select cast(? as bigint) as big, sum(cast(? as bigint)) as total, count(*) as many, 1 = 1 as truth, 1.5e0::float8 as part`,
      [p('n'), p('n')],
    ),
  )
  expect(await db.read.get(row, { n: 9_007_199_254_740_991 })).toEqual({
    big: 9_007_199_254_740_991,
    total: 9_007_199_254_740_991,
    many: 1,
    truth: 1,
    part: 1.5,
  })
  const tooLarge = statement<object>((k) => k.raw('select 9007199254740993::bigint as big'))
  await expect(db.read.get(tooLarge, {})).rejects.toThrow()
})

test('servers that start together on an empty database migrate it once', async () => {
  const name = `fresh_${process.pid}`
  await command(url, (client) => client.query(`create database ${name} template template0`))
  const at = url.replace(/\/test_[0-9a-f]+\?/, `/${name}?`)
  await Promise.all([1, 2, 3].map(() => migratePostgres(at)))
  await command(at, async (client) => {
    const { rows } = await client.query<{ name: string }>('select name from schema_version order by name')
    expect(rows.map((row) => row.name)).toEqual(migrations.map((migration) => migration.name))
  })
  await command(url, (client) => client.query(`drop database ${name}`))
})

test('a database that sorts otherwise than byte by byte is refused before anything is made in it', async () => {
  const name = `sorted_${process.pid}`
  await command(url, (client) =>
    client.query(`create database ${name} template template0 locale_provider icu icu_locale 'en' locale 'C'`),
  )
  const at = url.replace(/\/test_[0-9a-f]+\?/, `/${name}?`)
  await expect(migratePostgres(at)).rejects.toBeInstanceOf(UnfitDatabase)
  await command(url, (client) => client.query(`drop database ${name}`))
})
