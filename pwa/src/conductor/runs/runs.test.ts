import type { DepartureLine } from 'shared/timetable/timetable.ts'
import { expect, test } from 'vitest'
import { findRuns } from './runs.ts'

const line = (clock: string, headsign: string, short = 'N1'): DepartureLine => ({
  id: `demo:${clock}@20261124`,
  trip: `demo:${clock}`,
  day: 20_781,
  feed: 'demo',
  route: { id: 'demo:R', short, long: 'Vilnius–Pajūris' },
  headsign,
  agency: { id: 'demo:A', name: 'Gintaras' },
  first: { name: 'Vilnius bus station', at: Date.parse(`2026-11-24T${clock}:00Z`), zone: 'UTC' },
  last: { name: 'Klaipėda', at: 0, zone: 'UTC' },
})
const lines = [line('08:15', 'Klaipėda'), line('10:30', 'Klaipėda'), line('18:15', 'Šiauliai', '47')]
const clockOf = (each: DepartureLine): string => new Date(each.first.at).toISOString().slice(11, 16)
const found = (typed: string): string[] => findRuns(lines, typed, clockOf).map(clockOf)

test('a departure is found by its time, with or without colon and zero', () => {
  for (const typed of ['08:15', '8:15', '815', '0815']) expect(found(typed), typed).toEqual(['08:15'])
  expect(found('1')).toEqual(['10:30', '18:15'])
})

test('a departure is found by place and line, accents apart, and by several words at once', () => {
  expect(found('siaul')).toEqual(['18:15'])
  expect(found('klaipeda 10')).toEqual(['10:30'])
  expect(found('pajur')).toHaveLength(3)
  expect(found('47')).toEqual(['18:15'])
  expect(found('aipeda')).toEqual([])
})
