import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { diceOf } from './dice.ts'
import { compileDisk, type DiskCall, DiskFile, readTrace } from './disk.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'wayfare-disk-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const about = { file: 'wayfare.db', end: 0 } as const
const write = (offset: number, text: string): DiskCall => ({ ...about, what: 'write', offset, data: Buffer.from(text) })
const sync: DiskCall = { ...about, what: 'sync' }
const fileOf = (before: string | undefined, ...calls: DiskCall[]): DiskFile => {
  const file = new DiskFile(before === undefined ? undefined : Buffer.from(before))
  for (const call of calls) file.take(call)
  return file
}
const dice = diceOf('disk')

test('what was synced is there after a power cut, whatever became of the rest', () => {
  const file = fileOf('old-', write(0, 'new!'), sync, write(4, 'more'))
  expect(String(file.afterCut('none', dice))).toBe('new!')
  expect(String(file.afterCut('all', dice))).toBe('new!more')
  for (let i = 0; i < 20; i += 1) expect(String(file.afterCut('some', dice))).toMatch(/^new!(more)?$/)
  // Looking does not change it.
  expect(String(file.afterCut('none', dice))).toBe('new!')
})

test('a file that was made and never synced is gone, or there', () => {
  const file = fileOf(undefined, write(0, 'wal'))
  expect(file.afterCut('none', dice)).toBeUndefined()
  expect(String(file.afterCut('all', dice))).toBe('wal')
})

test('a file that was taken away may be back, as it was, when nothing was synced since', () => {
  const file = fileOf('old', { ...about, what: 'remove' }, write(0, 'successor'))
  expect(String(file.afterCut('none', dice))).toBe('old')
  expect(String(file.afterCut('all', dice))).toBe('successor')
})

test('of a long write any sectors may be there, and a file may be cut short or not', () => {
  const long = 'x'.repeat(512 * 8)
  const seen = new Set<number>()
  for (let i = 0; i < 60; i += 1) {
    const after = fileOf('', sync, write(0, long)).afterCut('some', dice) ?? Buffer.alloc(0)
    const kept = Array.from({ length: 8 }, (_, k) => after.subarray(512 * k, 512 * k + 512))
    for (const sector of kept) expect(new Set(sector).size).toBeLessThanOrEqual(1)
    seen.add(kept.filter((sector) => sector[0] === 120).length)
  }
  expect([seen.has(0), seen.has(8), seen.size > 4]).toEqual([true, true, true])
  const cut = fileOf('12345', { ...about, what: 'truncate', length: 2 })
  expect([String(cut.afterCut('all', dice)), String(cut.afterCut('none', dice))]).toEqual(['12', '12345'])
})

test('writes and syncs of a process are seen as it made them, and a full disk cuts them short', (context) => {
  const disk = compileDisk(folder)
  if ('missing' in disk) return context.skip(disk.missing)
  const script = `
    const { openSync, writeSync, fsyncSync, ftruncateSync, unlinkSync, writeFileSync, closeSync } = require('node:fs')
    const [db, wal, full] = process.argv.slice(1)
    const fd = openSync(db, 'w')
    writeSync(fd, 'hello', 0, 'utf8')
    fsyncSync(fd)
    writeSync(fd, 'there', 3, 'utf8')
    ftruncateSync(fd, 6)
    writeFileSync(wal, 'x')
    writeFileSync(full, '12')
    try { writeSync(fd, 'no room', 0, 'utf8') } catch (error) { process.stdout.write(error.code) }
    closeSync(fd)
    unlinkSync(wal)`
  const trace = join(folder, 'trace')
  const paths = ['wayfare.db', 'wayfare.db-wal', 'full'].map((name) => join(folder, name))
  const said = execFileSync(process.execPath, ['-e', script, ...paths], {
    encoding: 'utf8',
    env: { LD_PRELOAD: disk.library, DISK_FILES: join(folder, 'wayfare.db'), DISK_TRACE: trace, DISK_FULL: paths[2] },
  })
  expect(said).toBe('ENOSPC')
  const calls = readTrace(trace).map((call) => {
    const more = call.what === 'write' ? `${call.offset} ${call.data}` : call.what === 'truncate' ? call.length : ''
    return `${call.file} ${call.what} ${more}`.trim()
  })
  expect(calls).toEqual([
    'wayfare.db write 0 hello',
    'wayfare.db sync',
    'wayfare.db write 3 there',
    'wayfare.db truncate 6',
    'wayfare.db-wal write 0 x',
    'wayfare.db write 0 no',
    'wayfare.db-wal remove',
  ])
  expect(readFileSync(join(folder, 'wayfare.db'), 'utf8')).toBe('nolthe')
})
