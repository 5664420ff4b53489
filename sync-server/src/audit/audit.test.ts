import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { must } from 'shared/base/result.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqliteSnapshot } from '../db/snapshot.ts'
import { audit, checks, findingText } from './audit.ts'
import { busyMorning, type Morning } from './testing/busy-morning.ts'
import { damages } from './testing/damages.ts'

let folder: string
let morning: Morning
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wayfare-audit-'))
  morning = await busyMorning(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let copies = 0

/** What the audit, or one check of it, says of the database after somebody has been at it. */
async function auditAfter(damage: string, number?: string): Promise<string[]> {
  const file = join(folder, `copy-${(copies += 1)}.db`)
  copyFileSync(join(folder, 'wayfare.db'), file)
  const db = new Sqlite(file)
  db.pragma('foreign_keys = OFF')
  db.pragma('ignore_check_constraints = ON')
  db.exec(damage)
  db.close()
  const snapshot = sqliteSnapshot(file)
  const some = checks.filter((check) => number === undefined || check.number === number)
  try {
    const said: string[] = []
    for await (const finding of audit(snapshot.reader, some)) said.push(findingText(finding))
    return said
  } finally {
    await snapshot.close()
  }
}

test('nothing is wrong with a database to which nobody did anything', async () => {
  expect(await auditAfter('select 1')).toEqual([])
})

const filled = (text: string): string =>
  text.replaceAll(/\$(\w+)/g, (_, name: keyof Morning) => must(morning[name], `id ${name}`))

test.each(damages)('[%s] is found broken after: %s', async (number, damage, at) => {
  const said = await auditAfter(filled(damage), number)
  expect(said.filter((line) => line.startsWith(`${number} ${filled(at)}`))).not.toEqual([])
})

test('every check has been seen to find something', () => {
  const seen = new Set(damages.map(([number]) => number))
  expect(checks.map(({ number }) => number).filter((number) => !seen.has(number))).toEqual([])
})
