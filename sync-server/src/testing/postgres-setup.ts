import { migratePostgres } from '../db/migrate.ts'
import { startPostgres } from './embedded-postgres.ts'
import { command, postgresHere, postgresMissing, template } from './test-database.ts'

/** Once in a run: a PostgreSQL with a migrated database to copy, or the reason why there is none. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  try {
    const postgres = await startPostgres()
    await command(postgres.url('postgres'), (client) => client.query(`create database ${template}`))
    await migratePostgres(postgres.url(template))
    process.env[postgresHere] = postgres.url('postgres')
    return () => postgres.stop()
  } catch (error) {
    process.env[postgresMissing] = error instanceof Error ? error.message.slice(0, 300) : 'unknown'
    return undefined
  }
}
