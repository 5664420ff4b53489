import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { expect, test } from 'vitest'
import { migrateSqlite } from '../sync-server/src/db/migrate.ts'
import { makeWorld } from '../sync-server/src/testing/world.ts'
import { backupCommand } from './backup.ts'
import { restoreCommand } from './restore.ts'
import { CommandPlace } from './testing.ts'

const place = new CommandPlace()
const backup = (file: string) => backupCommand([file], place)
const restore = (...args: string[]) => restoreCommand(args, place)
const book = () => bookIntentOf({ departure: departureIdAt(9) })

function read(file: string): { epoch: string | undefined; bookings: number } {
  const db = new Sqlite(join(place.from, file), { readonly: true })
  const one = <T>(sql: string) => db.prepare<[], T>(sql).pluck().get()
  const found = {
    epoch: one<string>('select epoch from sync_epoch'),
    bookings: one<number>('select count(*) from booking') ?? 0,
  }
  db.close()
  return found
}

test('[SY80] a backup is made while the server goes on, and put back under a new epoch when it has stopped', async () => {
  const world = await makeWorld({ folder: place.from })
  const phone = await world.passenger()
  await phone.ask('booking.book', book())
  expect(await backup('copy.db')).toBe(0)
  await phone.ask('booking.book', book())
  const before = read('wayfare.db')
  expect(before.bookings).toBe(2)
  expect(read('copy.db')).toEqual({ ...before, bookings: 1 })

  expect(await restore('copy.db')).toBe(2)
  expect(place.said.at(-1)).toMatch(/A server runs on .*wayfare.db: stop it first/)
  expect(read('wayfare.db')).toEqual(before)

  await world.close()
  expect(await restore('copy.db')).toBe(0)
  const after = read('wayfare.db')
  expect(after.bookings).toBe(1)
  expect(after.epoch).toMatch(/^[0-9a-f]{32}$/)
  expect(after.epoch).not.toBe(before.epoch)
  const aside = readdirSync(place.from).find((name) => /before-restore-\d{8}T\d{6}Z$/.test(name))
  expect(read(aside ?? '')).toEqual(before)
  expect(readdirSync(place.from).filter((name) => /part|restoring|-wal|-shm/.test(name))).toEqual([])

  const again = await makeWorld({ folder: place.from })
  expect(await (await again.passenger()).ask('booking.book', book())).toMatchObject({ status: 'confirmed' })
  await again.close()
})

test('[SY80] a backup that is damaged, none of ours, or newer than this version is not put back', async () => {
  await migrateSqlite(join(place.from, 'wayfare.db'))
  writeFileSync(join(place.from, 'letter.txt'), 'Dear Ona')
  const newer = join(place.from, 'newer.db')
  await migrateSqlite(newer)
  const later = new Sqlite(newer)
  later.exec("insert into knex_migrations (name, batch, migration_time) values ('9999-wonders', 9, 0)")
  later.close()
  const torn = readFileSync(join(place.from, 'wayfare.db'))
  torn.fill(0x5a, 3 * 4096, 12 * 4096)
  writeFileSync(join(place.from, 'torn.db'), torn)
  for (const [file, why] of [
    ['torn.db', /damaged|malformed/],
    ['nowhere.db', /There is no database/],
    ['letter.txt', /cannot be read/],
    ['newer.db', /newer version \(9999-wonders\)/],
  ] as const) {
    expect(await restore(file)).toBe(2)
    expect(place.said.at(-1)).toMatch(why)
  }
  expect(readdirSync(place.from).some((name) => name.includes('before-restore'))).toBe(false)
})

test('a backup never takes the place of a file', async () => {
  await migrateSqlite(join(place.from, 'wayfare.db'))
  expect(await backup('one.db')).toBe(0)
  expect(await backup('one.db')).toBe(2)
  expect(place.said.at(-1)).toMatch(/exists already/)
  expect(await backupCommand([], place)).toBe(2)
  expect(existsSync(join(place.from, 'one.db'))).toBe(true)
})

test('[SY80] a database that was put back by other means gets its new epoch from the same command', async () => {
  await migrateSqlite(join(place.from, 'wayfare.db'))
  expect(await restore('--restored')).toBe(0)
  const first = read('wayfare.db').epoch
  expect(await restore('--restored')).toBe(0)
  expect(read('wayfare.db').epoch).not.toBe(first)
})
