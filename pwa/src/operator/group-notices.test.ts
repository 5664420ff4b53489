import type { ImportNotice } from 'shared/operator/views.ts'
import { expect, test } from 'vitest'
import { groupNotices } from './group-notices.ts'
import { sumDue } from './Sums.tsx'

const notice = (severity: ImportNotice['severity'], code: string, count: number): ImportNotice => ({
  severity,
  code,
  file: 'stops.txt',
  field: null,
  message: 'Says what. Do this.',
  count,
  examples: [],
})

test('errors of a report stand before warnings, and the frequent before the rare', () => {
  const groups = groupNotices([
    notice('info', 'a', 9),
    notice('warning', 'b', 1),
    notice('warning', 'c', 4),
    notice('error', 'd', 1),
  ])
  expect(groups.map((g) => [g.severity, g.count, g.notices.map((n) => n.code)])).toEqual([
    ['error', 1, ['d']],
    ['warning', 5, ['c', 'b']],
    ['info', 9, ['a']],
  ])
})

test('a clean report has no groups', () => {
  expect(groupNotices([])).toEqual([])
})

test('money to collect is never summed across currencies', () => {
  const due = (amount: number, currency: string) => ({ due: { amount, currency } })
  expect(sumDue([due(100, 'EUR'), { due: null }, due(50, 'PLN'), due(25, 'EUR')])).toEqual([
    { amount: 125, currency: 'EUR' },
    { amount: 50, currency: 'PLN' },
  ])
})
