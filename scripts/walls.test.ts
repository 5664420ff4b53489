import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { expect, test } from 'vitest'
import { walls } from '../eslint.walls.js'

/** The walls alone, without types: a snippet is judged by where it claims to stand. */
const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [{ files: ['**/*.{ts,tsx}'], languageOptions: { parser: tseslint.parser } }, ...walls],
})

async function complaints(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath })
  // Once each: a line may break two walls.
  return [...new Set((result?.messages ?? []).map((message) => message.ruleId ?? message.message))]
}

const from = (source: string) => `import { x } from '${source}'\nexport const y = x\n`

test.each([
  ['shared/src/timetable/x.ts', '../booking/booking.ts'],
  ['shared/src/timetable/gtfs/x.ts', '../../booking/booking.ts'],
  ['shared/src/identity/x.ts', '../tickets/codec.ts'],
  ['shared/src/inventory/x.ts', 'shared/tickets/codec.ts'],
  ['shared/src/sync/x.ts', '../booking/intents.ts'],
  ['shared/src/base/x.ts', '../timetable/timetable.ts'],
  ['shared/src/tickets/board.ts', 'node:fs'],
  ['shared/src/tickets/board.ts', '@noble/ed25519'],
  ['shared/src/tickets/signature.ts', '../booking/booking.ts'],
  ['shared/src/records.ts', 'react'],
  ['sync-server/src/identity/x.ts', '../booking/book.ts'],
  ['sync-server/src/tickets/x.ts', '../booking/book.ts'],
  ['sync-server/src/booking/book.ts', '../tickets/store.ts'],
  ['sync-server/src/booking/book.ts', '../timetable/store-packs.ts'],
  ['sync-server/src/booking/book.ts', '../identity/http.ts'],
  ['sync-server/src/booking/book.ts', '../sync/exchange.ts'],
  ['sync-server/src/booking/store.ts', '../operator/imports.ts'],
  ['sync-server/src/booking/book.ts', '../audit/audit.ts'],
  ['sync-server/src/audit/seats.ts', '../inventory/store.ts'],
  ['sync-server/src/audit/seats.ts', '../db/statement.ts'],
  ['sync-server/src/booking/book.ts', 'knex'],
  ['sync-server/src/booking/book.ts', 'better-sqlite3'],
  ['sync-server/src/booking/book.ts', '../db/statement.ts'],
  ['sync-server/src/booking/book.ts', 'koa'],
  ['sync-server/src/booking/book.ts', '../http/problem.ts'],
  ['sync-server/src/booking/http.ts', 'knex'],
  ['sync-server/src/sync/exchange.ts', '@koa/router'],
  ['sync-server/src/sync/exchange.ts', '../booking/store.ts'],
  ['sync-server/src/http/body.ts', '../db/statement.ts'],
  ['sync-server/src/db/sqlite.ts', 'koa'],
  ['sync-server/src/jobs.ts', './booking/store.ts'],
  ['sync-server/src/jobs.ts', 'knex'],
  ['pwa/src/passenger/search/Search.tsx', '../../conductor/scan/Scan.tsx'],
  ['pwa/src/conductor/scan/Scan.tsx', '../../operator/Imports.tsx'],
  ['pwa/src/operator/Imports.tsx', '../passenger/draft.ts'],
  ['pwa/src/passenger/search/Search.tsx', 'dexie'],
  ['pwa/src/passenger/search/Search.tsx', 'sync-server/app.ts'],
  ['pwa/src/ui/Button.tsx', '../local/live.ts'],
  ['pwa/src/ui/Button.tsx', '../session/session.ts'],
  ['pwa/src/local/outbox.ts', 'react'],
  ['pwa/src/sync/loop.ts', 'react'],
  ['pwa/src/local/outbox.ts', '../passenger/draft.ts'],
  ['pwa/src/sync/transport.ts', '../ui/Button.tsx'],
  ['pwa/src/routes.tsx', 'dexie'],
])('%s may not import %s', async (file, source) => {
  expect(await complaints(file, from(source))).toEqual(['no-restricted-imports'])
})

test.each([
  ['shared/src/booking/x.ts', '../tickets/codec.ts'],
  ['shared/src/tickets/signature.ts', '@noble/ed25519'],
  ['shared/src/intents.ts', './booking/intents.ts'],
  ['sync-server/src/booking/book.ts', '../tickets/issue.ts'],
  ['sync-server/src/booking/store.ts', '../db/statement.ts'],
  ['sync-server/src/timetable/store-packs.ts', '../db/statement.ts'],
  ['sync-server/src/booking/http.ts', '@koa/router'],
  ['sync-server/src/sync/handlers.ts', '../booking/book.ts'],
  ['sync-server/src/app.ts', 'koa'],
  ['pwa/src/local/live.ts', 'react'],
  ['pwa/src/local/live.ts', 'dexie-react-hooks'],
  ['pwa/src/local/cache.ts', 'dexie'],
  ['pwa/src/ui/Button.tsx', 'react'],
  ['pwa/src/passenger/search/Search.tsx', '../../local/live.ts'],
])('%s may import %s', async (file, source) => {
  expect(await complaints(file, from(source))).toEqual([])
})

test.each([
  ['shared/src/booking/x.ts', 'export const t = Date.now()'],
  ['shared/src/booking/x.ts', 'export const t = new Date()'],
  ['shared/src/booking/x.ts', 'export const clock = Date.now'],
  ['shared/src/booking/x.ts', 'export const t = Math.random()'],
  ['shared/src/booking/x.ts', 'export const t = crypto.randomUUID()'],
  ['sync-server/src/booking/book.ts', 'export const t = Date.now()'],
  ['sync-server/src/booking/store.ts', 'export const t = new Date()'],
  ['sync-server/src/booking/book.ts', 'export const p = process.env.PORT'],
  ['sync-server/src/app.ts', 'export const p = process.env.PORT'],
  ['pwa/src/passenger/x.tsx', 'export const t = Date.now()'],
  ['pwa/src/sync/loop.ts', 'export const t = Math.random()'],
])('%s may not say %s', async (file, code) => {
  expect(await complaints(file, `${code}\n`)).toEqual(['no-restricted-syntax'])
})

test.each([
  ['shared/src/booking/x.ts', "export const x = fetch('/')"],
  ['shared/src/booking/x.ts', 'export const x = setTimeout(() => {}, 1)'],
  ['pwa/src/passenger/x.tsx', "export const x = fetch('/api')"],
  ['pwa/src/local/outbox.ts', "export const x = fetch('/api')"],
])('%s may not reach out with %s', async (file, code) => {
  expect(await complaints(file, `${code}\n`)).toEqual(['no-restricted-globals'])
})

test.each([
  ['sync-server/src/config.ts', 'export const p = process.env.PORT'],
  ['sync-server/src/open.ts', 'export const t = Date.now()'],
  ['pwa/src/local/clock.ts', 'export const t = Date.now()'],
  ['pwa/src/sync/transport.ts', "export const x = fetch('/api')"],
  ['shared/src/base/time.ts', 'export const t = new Date(0)'],
])('%s may say %s', async (file, code) => {
  expect(await complaints(file, `${code}\n`)).toEqual([])
})

/** The last matching block wins, so two that match one file would silently undo each other. */
test.each([
  'shared/src/tickets/signature.ts',
  'shared/src/records.ts',
  'shared/src/timetable/gtfs/feed.ts',
  'sync-server/src/app.ts',
  'sync-server/src/open.ts',
  'sync-server/src/booking/store.ts',
  'sync-server/src/booking/http.ts',
  'sync-server/src/timetable/store-packs.ts',
  'sync-server/src/sync/exchange.ts',
  'sync-server/src/main.ts',
  'pwa/src/local/live.ts',
  'pwa/src/local/clock.ts',
  'pwa/src/sync/transport.ts',
  'pwa/src/ui/Button.tsx',
  'pwa/src/main.tsx',
])('%s meets exactly one wall', async (file) => {
  const alone = await Promise.all(
    walls.map(async (wall) => {
      const one = new ESLint({
        overrideConfigFile: true,
        overrideConfig: [{ files: ['**/*.{ts,tsx}'], languageOptions: { parser: tseslint.parser } }, wall],
      })
      const config: { rules?: Record<string, unknown> } = await one.calculateConfigForFile(file)
      return config.rules?.['no-restricted-imports'] === undefined ? 0 : 1
    }),
  )
  expect(alone.reduce<number>((sum, n) => sum + n, 0)).toBe(1)
})
