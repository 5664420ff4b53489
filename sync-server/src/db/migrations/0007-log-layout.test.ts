import knex, { type Knex } from 'knex'
import { afterEach, expect, test } from 'vitest'
import { sync } from './0004-sync.ts'
import { logLayout } from './0007-log-layout.ts'

const k: Knex = knex({ client: 'better-sqlite3', connection: { filename: ':memory:' }, useNullAsDefault: true })
afterEach(() => k.destroy())

const row = (scope: string, id: string, seq: number) => {
  const value = JSON.stringify({ id, long: 'x'.repeat(1500) })
  return { scope, kind: 'ticket', id, seq, rev: 1, op: seq === 2 ? 'remove' : 'put', value, written_at: 7 }
}
const rows = [row('account:a', 't1', 1), row('account:a', 't2', 2), row('manifest:m', 't1', 1)]
const heads = [
  { scope: 'account:a', seq: 2, digest: '00000000000000ff', floor: 1 },
  { scope: 'manifest:m', seq: 1, digest: '0000000000000001', floor: 0 },
]

test('a change log laid out anew has the rows and heads it had, and still takes a record once in a scope', async () => {
  await sync.up(k)
  await k('change_log').insert(rows)
  await k('scope_head').insert(heads)
  await logLayout.up(k)
  expect(await k('change_log').orderBy(['scope', 'seq'])).toEqual(rows)
  expect(await k('scope_head').orderBy('scope')).toEqual(heads)
  await expect(k('change_log').insert(row('account:a', 't1', 3))).rejects.toThrow('UNIQUE')
  await expect(k('scope_head').insert(heads[0])).rejects.toThrow('UNIQUE')
  const plan = await k.raw<{ detail: string }[]>(
    `explain query plan select * from change_log where scope = 'account:a' and seq > 0 order by seq, kind, id`,
  )
  expect(plan.map(({ detail }) => detail)).toEqual([
    'SEARCH change_log USING INDEX change_log_feed (scope=? AND seq>?)',
  ])
})
