import { describe, expect, test } from 'vitest'
import { askFrom, judgePage, type Page, type Position } from './cursor.ts'

const at = (cursor: number, more: Partial<Position> = {}): Position => ({ cursor, staged: null, heal: false, ...more })
const page = (from: number, to: number, more: Partial<Page> = {}): Page => ({
  snapshot: false,
  from,
  to,
  more: false,
  rows: [],
  ...more,
})

describe('[SY60] pages of a scope are kept aside until the last one is there', () => {
  test('[SY60] a delta in one page is swapped in at once', () => {
    expect(judgePage(at(40), 40, page(40, 57, { rows: [{ seq: 41 }, { seq: 57 }] }))).toEqual({
      kind: 'commit',
      replace: false,
      fresh: true,
    })
  })

  test('[SY60] the first page of several is kept aside, the last one commits them all', () => {
    expect(judgePage(at(40), 40, page(40, 50, { more: true }))).toEqual({ kind: 'stage', snapshot: false, fresh: true })
    const staged = at(40, { staged: { cursor: 50, snapshot: false } })
    expect(askFrom(staged)).toBe(50)
    expect(judgePage(staged, 50, page(50, 60))).toEqual({ kind: 'commit', replace: false, fresh: false })
  })

  test('[SY60] the pages after a snapshot’s first replace the scope too', () => {
    const staged = at(40, { staged: { cursor: 1000, snapshot: true } })
    expect(judgePage(staged, 1000, page(1000, 1300))).toEqual({ kind: 'commit', replace: true, fresh: false })
  })

  test('[SY60] a snapshot that begins again forgets what was kept aside', () => {
    const staged = at(40, { staged: { cursor: 1000, snapshot: true } })
    expect(judgePage(staged, 1000, page(0, 900, { snapshot: true, more: true }))).toMatchObject({ fresh: true })
  })
})

describe('[SY61] a page that does not follow is not applied', () => {
  test.each([
    ['an answer to an older question', at(57), 40, page(40, 57), 'stale'],
    ['a late snapshot after the scope moved on', at(57), 40, page(0, 50, { snapshot: true }), 'stale'],
    ['a gap between cursor and page', at(40), 40, page(42, 57), 'broken'],
    ['a row outside its page', at(40), 40, page(40, 57, { rows: [{ seq: 58 }] }), 'broken'],
    ['a row at the cursor itself', at(40), 40, page(40, 57, { rows: [{ seq: 40 }] }), 'broken'],
    ['a page that runs backwards', at(40), 40, page(40, 39), 'broken'],
    ['a delta from 0 that nobody asked for', at(40), 40, page(0, 57), 'broken'],
    ['a snapshot continued that never began', at(40), 40, page(40, 57, { snapshot: true }), 'broken'],
  ])('[SY61] %s', (_what, position, asked, answer, kind) => {
    expect(judgePage(position, asked, answer).kind).toBe(kind)
  })

  test('[SY62] a scope whose digest was wrong is asked for from 0 and replaced', () => {
    const sick = at(40, { heal: true })
    expect(askFrom(sick)).toBe(0)
    expect(judgePage(sick, 0, page(0, 57))).toMatchObject({ kind: 'commit', replace: true })
  })
})
