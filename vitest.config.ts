import { defineConfig } from 'vitest/config'

/** Tests whose worlds are made on PostgreSQL as well: whatever a room stores is stored on both alike. */
const onBoth = [
  'sync-server/src/{booking,identity,inventory,operator,payments,sync,tickets}/**/*.test.ts',
  'sync-server/src/timetable/{http,import-gtfs,packs}.test.ts',
  'pwa/src/sync/with-server.test.ts',
]

const onPostgresAlone = ['sync-server/src/**/postgres*.test.ts']

export default defineConfig({
  test: {
    testTimeout: 20_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'sqlite',
          include: ['{shared,sync-server,pwa}/src/**/*.test.{ts,tsx}', '{crash,scripts,simulation}/**/*.test.ts'],
          exclude: onPostgresAlone,
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: [...onBoth, ...onPostgresAlone],
          // What a full disk and a killed process leave behind on SQLite; db/postgres.test.ts has its own.
          exclude: ['sync-server/src/sync/storage.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          env: { TEST_DATABASE: 'postgres' },
          globalSetup: 'sync-server/src/testing/postgres-setup.ts',
          setupFiles: 'sync-server/src/testing/on-postgres.ts',
        },
      },
    ],
  },
})
