import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { migrateSqlite } from '../sync-server/src/db/migrate.ts'
import { openWriter } from '../sync-server/src/db/sqlite-connection.ts'

type Row = Readonly<Record<string, string | number | null>>
/** All rows one booking wrote, table by table, as the server's database has them. */
export type Written = readonly (readonly [table: string, rows: readonly Row[]])[]

export interface Rows {
  readonly departures: readonly Row[]
  readonly bookings: readonly Written[]
  /** The last booking of these. */
  readonly last: number
}

/** What the server wrote for each booking it made after the given one, for the loop to write again. */
export function rowsOf(file: string, after: number): Rows {
  const db = new Sqlite(file, { readonly: true })
  const all = (sql: string, ...values: unknown[]) => db.prepare<unknown[], Row>(sql).all(...values)
  const departures = all('select * from departure')
  const made = all('select rowid, * from booking where rowid > ? order by rowid', after)
  const last = Number(made.at(-1)?.['rowid'] ?? after)
  /** The last booking of those that one unit made for an account: that is how often the account's head moved. */
  const unitOf = new Map<unknown, string>()
  const ends = new Map<string, unknown>()
  for (const { id, account } of made) {
    const seq = all(
      `select seq from change_log where scope = ? and kind = 'booking' and id = ?`,
      `account:${account}`,
      id,
    )
    const unit = `${account} ${seq[0]?.['seq']}`
    unitOf.set(id, unit)
    ends.set(unit, id)
  }
  const bookings = made.map(({ rowid: _, ...booking }): Written => {
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
              ends.get(unitOf.get(id) ?? '') === id ? `account:${account}` : '',
              `departure:${departure}`,
              `manifest:${departure}`,
            ),
      ],
    ]
  })
  db.close()
  return { departures, bookings, last }
}

export interface BareLoop {
  /** Bookings a second, so many to a commit. */
  write(rows: Rows, perCommit: number): number
  close(): void
}

/**
 * A bare better-sqlite3 loop that writes the rows the server wrote, in their order, into a database of the same schema and
 * the same settings. It is kept over the whole bench: both databases are equally large at every moment.
 */
export async function openBareLoop(folder: string): Promise<BareLoop> {
  const file = join(folder, 'bare.db')
  await migrateSqlite(file)
  const db = openWriter(file)
  db.pragma('foreign_keys = OFF')
  // It has no thread that would do so beside it.
  db.pragma('wal_autocheckpoint = 8000')
  const prepared = new Map<string, Sqlite.Statement>()
  const statementFor = (table: string, row: Row): Sqlite.Statement => {
    const known = prepared.get(table)
    if (known) return known
    const made = db.prepare(
      table === 'departure' ? 'update departure set taken = @taken where id = @id' : insertInto(table, row),
    )
    prepared.set(table, made)
    return made
  }
  return {
    write({ departures, bookings }, perCommit) {
      // Nearly all departures are there; the few new ones are not what is measured.
      const [one] = departures
      const frozen = one && db.prepare(insertInto('departure', one).replace('or replace', 'or ignore'))
      db.transaction(() => departures.forEach((row) => frozen?.run(row)))()
      const start = performance.now()
      for (let from = 0; from < bookings.length; from += perCommit) {
        db.exec('begin immediate')
        for (const written of bookings.slice(from, from + perCommit)) {
          for (const [table, rows] of written) for (const row of rows) statementFor(table, row).run(row)
        }
        db.exec('commit')
      }
      return (bookings.length * 1000) / (performance.now() - start)
    },
    close: () => void db.close(),
  }
}

const insertInto = (table: string, row: Row): string => {
  const columns = Object.keys(row)
  return `insert or replace into ${table} (${columns.join()}) values (${columns.map((column) => `@${column}`).join()})`
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
