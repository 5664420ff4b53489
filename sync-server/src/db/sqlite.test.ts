import { rmSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqlite, type SqliteOptions } from './sqlite.ts'
import { idsIn, insert, list, noteFile } from './testing/notes.ts'
import { unitContract } from './testing/unit-contract.ts'
import type { Change, Database } from './transact.ts'

let folder: string
let file: string
let db: Database
let written: Change[][]
let told: unknown[]

const open = (about: Partial<SqliteOptions> = {}): Database =>
  openSqlite({ file, now: () => 1000, writeChanges: async () => ({ heads: {}, scopes: [] }), ...about })

beforeEach(() => {
  ;({ folder, file } = noteFile())
  written = []
  told = []
  db = open({
    writeChanges: async (_tx, changes) => {
      written.push([...changes])
      return { heads: { public: written.length }, scopes: changes.map(() => ['public']) }
    },
    afterCommitFailed: (error) => told.push(error),
  })
})

afterEach(async () => {
  await db.close()
  rmSync(folder, { recursive: true })
})

const ids = () => idsIn(db)

unitContract(() => ({ db, written, told }))

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
