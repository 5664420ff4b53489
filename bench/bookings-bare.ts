import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { migrateSqlite } from '../sync-server/src/db/migrate.ts'
import { openWriter } from '../sync-server/src/db/sqlite-connection.ts'

type Row = Readonly<Record<string, string | number | null>>
/** All rows one booking wrote, table by table, as the server's database has them. */
export type Written = readonly (readonly [table: string, rows: readonly Row[]])[]

/** What the server wrote for each of its bookings, for the loop to write again. */
export function rowsOf(file: string, most: number): { departures: Row[]; bookings: Written[] } {
  const db = new Sqlite(file, { readonly: true })
  const all = (sql: string, ...values: unknown[]) => db.prepare<unknown[], Row>(sql).all(...values)
  const departures = all('select * from departure')
  const bookings = all('select * from booking order by booked_at limit ?', most).map((booking): Written => {
    const { id, account, departure } = booking
    const tickets = all('select * from ticket where booking = ?', id)
    const log = [
      ...all(
        `select * from change_log where scope = ? and kind in ('booking', 'outcome') and id = ?`,
        `account:${account}`,
        id,
      ),
      ...tickets.flatMap((ticket) =>
        all(
          'select * from change_log where kind = ? and scope = ? and id = ?',
          'ticket',
          `account:${account}`,
          ticket['id'],
        ),
      ),
      ...tickets.flatMap((ticket) =>
        all(
          'select * from change_log where kind = ? and scope = ? and id = ?',
          'manifest-entry',
          `manifest:${departure}`,
          ticket['id'],
        ),
      ),
      ...all('select * from change_log where scope = ?', `departure:${departure}`),
    ]
    return [
      ['intent', all('select * from intent where id = ?', id)],
      ['seat_leg', all('select * from seat_leg where departure = ? and booking = ?', departure, id)],
      ['departure', all('select id, taken from departure where id = ?', departure)],
      ['booking', [booking]],
      ['booking_passenger', all('select * from booking_passenger where booking = ?', id)],
      ['ticket', tickets],
      ['change_log', log],
      [
        'scope_head',
        log.length === 0
          ? []
          : all(
              'select * from scope_head where scope in (?, ?, ?)',
              `account:${account}`,
              `departure:${departure}`,
              `manifest:${departure}`,
            ),
      ],
    ]
  })
  db.close()
  return { departures, bookings }
}

/** Bookings a second of a bare better-sqlite3 loop that writes these rows, so many to a commit. */
export async function bareLoop(folder: string, rows: ReturnType<typeof rowsOf>, perCommit: number): Promise<number> {
  const file = join(folder, `bare-${Math.floor(performance.now())}.db`)
  await migrateSqlite(file)
  const db = openWriter(file)
  db.pragma('foreign_keys = OFF')
  const prepared = new Map<string, (row: Row) => void>()
  const writerOf = (table: string, row: Row): ((row: Row) => void) => {
    const known = prepared.get(table)
    if (known) return known
    const columns = Object.keys(row)
    const sql =
      table === 'departure'
        ? 'update departure set taken = @taken where id = @id'
        : `insert or replace into ${table} (${columns.join()}) values (${columns.map((column) => `@${column}`).join()})`
    const statement = db.prepare(sql)
    const made = (one: Row) => void statement.run(one)
    prepared.set(table, made)
    return made
  }
  const [departure] = rows.departures
  if (departure) {
    const columns = Object.keys(departure)
    const insert = db.prepare(
      `insert into departure (${columns.join()}) values (${columns.map((c) => `@${c}`).join()})`,
    )
    for (const row of rows.departures) insert.run(row)
  }
  const start = performance.now()
  for (let from = 0; from < rows.bookings.length; from += perCommit) {
    db.exec('begin immediate')
    for (const written of rows.bookings.slice(from, from + perCommit)) {
      for (const [table, some] of written) for (const row of some) writerOf(table, row)(row)
    }
    db.exec('commit')
  }
  const seconds = (performance.now() - start) / 1000
  db.close()
  return rows.bookings.length / seconds
}

/** How often a second this disk makes 4 KiB durable. */
export function syncsPerSecond(folder: string, forMs = 500): number {
  const fd = openSync(join(folder, 'sync-probe'), 'w')
  const page = Buffer.alloc(4096, 7)
  const start = performance.now()
  let count = 0
  while (performance.now() - start < forMs) {
    writeSync(fd, page, 0, page.length, 0)
    fdatasyncSync(fd)
    count += 1
  }
  closeSync(fd)
  return (count * 1000) / (performance.now() - start)
}
