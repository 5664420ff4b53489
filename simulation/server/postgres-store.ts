import pg from 'pg'
import { migratePostgres } from '../../sync-server/src/db/migrate.ts'
import { openPostgres } from '../../sync-server/src/db/postgres.ts'
import { openPool, readerOf } from '../../sync-server/src/db/postgres-connection.ts'
import type { Database, Reader } from '../../sync-server/src/db/transact.ts'
import { type EmbeddedPostgres, startPostgres } from '../../sync-server/src/testing/embedded-postgres.ts'
import { watchPostgres } from './outside.ts'
import type { Backup, OpenPorts, Store } from './store.ts'

const template = 'wayfare_template'

/** Connections of one server process: few, so that units wait for one another here, too. */
const connections = 8

/** A PostgreSQL that runs as long as this process, with a migrated database to copy. */
export interface PostgresHome {
  /** A store of its own for a seed. */
  makeStore(): Promise<Store>
  stop(): Promise<void>
}

/** @throws when PostgreSQL cannot start here. */
export async function startHome(): Promise<PostgresHome> {
  const postgres = await startPostgres()
  const admin = new pg.Client({ connectionString: postgres.url('postgres') })
  await admin.connect()
  await admin.query(`create database ${template}`)
  await migratePostgres(postgres.url(template))
  watchPostgres()
  let stores = 0
  return {
    async makeStore() {
      stores += 1
      const made = new PostgresStore(postgres, admin, `seed_${stores}`)
      await made.begin()
      return made
    },
    async stop() {
      await admin.end()
      await postgres.stop()
    },
  }
}

/** Rows of each table, as JSON: a copy that needs neither tools nor a pause. */
type Copy = ReadonlyMap<string, string>

/** A database of its own. SIGKILL is the end of all its connections. */
class PostgresStore implements Store {
  readonly reader: Reader
  readonly file = undefined
  readonly #postgres: EmbeddedPostgres
  readonly #admin: pg.Client
  readonly #seed: string
  readonly #looking: pg.Pool
  #opened: Database | undefined

  constructor(postgres: EmbeddedPostgres, admin: pg.Client, seed: string) {
    this.#postgres = postgres
    this.#admin = admin
    this.#seed = seed
    // Who looks on is thrown out with the others, and comes back.
    this.#looking = openPool({ url: postgres.url(seed), connections: 1 })
    this.reader = readerOf(this.#looking)
  }

  async begin(): Promise<void> {
    await this.#admin.query(`create database ${this.#seed} template ${template}`)
  }

  open({ now, writeChanges, dice }: OpenPorts): Database {
    this.#opened = openPostgres({ url: this.#postgres.url(this.#seed), now, writeChanges, connections, dice })
    return this.#opened
  }

  async kill(): Promise<void> {
    // From here on nothing of that process gets a connection any more. Its last words may never come.
    void this.#opened?.close().catch(() => undefined)
    this.#opened = undefined
    await this.#disconnect()
  }

  async #disconnect(): Promise<void> {
    const others = 'select count(*)::int as many from pg_stat_activity where datname = $1'
    await this.#admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [this.#seed])
    for (;;) {
      const { rows } = await this.#admin.query<{ many: number }>(others, [this.#seed])
      if (rows[0]?.many === 0) return
    }
  }

  async backUp(): Promise<Backup> {
    const copy = await this.#read()
    return () => this.#write(copy)
  }

  async #within<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.#postgres.url(this.#seed) })
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  /** All tables in one snapshot. */
  #read(): Promise<Copy> {
    return this.#within(async (client) => {
      const copy = new Map<string, string>()
      await client.query('begin isolation level repeatable read read only')
      const { rows: tables } = await client.query<{ name: string }>(
        `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
      )
      for (const { name } of tables) {
        const { rows } = await client.query<{ all: string | null }>(`select json_agg(t)::text as all from "${name}" t`)
        copy.set(name, rows[0]?.all ?? '[]')
      }
      await client.query('commit')
      return copy
    })
  }

  /** Another database of the same name, with these rows. */
  async #write(copy: Copy): Promise<void> {
    await this.#admin.query(`drop database ${this.#seed} (force)`)
    await this.begin()
    await this.#within(async (client) => {
      await client.query('begin')
      // Rows come in no order that foreign keys would like.
      await client.query('set local session_replication_role = replica')
      for (const [name, all] of copy) {
        await client.query(`delete from "${name}"`)
        await client.query(`insert into "${name}" select * from json_populate_recordset(null::"${name}", $1)`, [all])
      }
      await client.query('commit')
    })
  }

  async restore(backup: Backup, epoch: string, at: number): Promise<void> {
    await backup()
    await this.#within((client) => client.query('update sync_epoch set epoch = $1, since = $2', [epoch, at]))
  }

  async end(): Promise<void> {
    await this.kill()
    await this.#looking.end()
    await this.#admin.query(`drop database ${this.#seed} (force)`)
  }
}
