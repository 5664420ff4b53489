import type { Knex } from 'knex'
import type { Migration } from '../migrate.ts'

/** SQLite keeps a table under its own key alone when told so; PostgreSQL has no such table and needs none. */
const byKey = (k: Knex): string => (k.client.config.client === 'better-sqlite3' ? ' without rowid' : '')

/**
 * Feeds as imported, each row under its version: a version that is not `published` is seen by nobody.
 * Days count from 1970-01-01, times are seconds from noon minus 12 h. Ids are `<feed>:<id in the feed>`.
 */
export const timetable: Migration = {
  name: '0002-timetable',
  async up(k) {
    await k.schema.createTable('feed_version', (t) => {
      t.text('id').primary()
      t.text('feed').notNullable()
      t.integer('number').notNullable()
      // importing, published, superseded
      t.text('state').notNullable()
      t.bigInteger('started_at').notNullable()
      t.bigInteger('published_at')
      // The ImportReport as JSON, once it is published.
      t.text('report')
      t.unique(['feed', 'number'])
    })
    // Immutable, brotli; the current one of a feed has no superseded_at.
    await k.schema.createTable('pack', (t) => {
      t.text('hash').primary()
      t.text('feed').notNullable().index()
      t.text('version').notNullable()
      t.text('name').notNullable()
      t.text('zone').notNullable()
      t.integer('valid_from').notNullable()
      t.integer('valid_to').notNullable()
      t.integer('bytes').notNullable()
      t.binary('body').notNullable()
      t.bigInteger('made_at').notNullable()
      t.bigInteger('superseded_at')
    })

    const table = (name: string, columns: string) =>
      k.raw(`create table ${name} (version text not null, ${columns})${byKey(k)}`)
    await table(
      'feed_info',
      'publisher text, language text, valid_from integer, valid_to integer, label text, primary key (version)',
    )
    await table(
      'agency',
      'id text not null, name text not null, url text not null, zone text not null, phone text, primary key (version, id)',
    )
    await table(
      'stop',
      `id text not null, name text not null, code text, platform text, lat double precision not null,
       lon double precision not null, zone_id text, location_type integer not null, parent text, zone text,
       primary key (version, id)`,
    )
    await table(
      'route',
      `id text not null, agency text not null, short text not null, "long" text not null, type integer not null,
       colour text, primary key (version, id)`,
    )
    await table(
      'trip',
      `id text not null, route text not null, service text not null, headsign text not null, direction integer,
       block text, unusable integer not null, primary key (version, id)`,
    )
    await table(
      'stop_time',
      `trip text not null, sequence integer not null, stop text not null, arrival integer not null,
       departure integer not null, approximate integer not null, pickup integer not null, drop_off integer not null,
       headsign text, distance double precision, primary key (version, trip, sequence)`,
    )
    await table(
      'service',
      'id text not null, weekdays integer not null, valid_from integer not null, valid_to integer not null, primary key (version, id)',
    )
    await table(
      'service_exception',
      'service text not null, day integer not null, runs integer not null, primary key (version, service, day)',
    )
    await table(
      'frequency',
      `trip text not null, starts integer not null, ends integer not null, headway integer not null,
       exact integer not null, primary key (version, trip, starts)`,
    )
    await table(
      'fare_product',
      `id text not null, amount bigint not null, currency text not null, payment_method integer not null,
       transfers integer, agency text, primary key (version, id)`,
    )
    await table(
      'fare_rule',
      `position integer not null, fare text not null, route text, origin text, destination text, contains text,
       primary key (version, position)`,
    )
    await table(
      'vehicle',
      'position integer not null, trip text, route text, seat_map text not null, amenities text not null, primary key (version, position)',
    )
  },
}
