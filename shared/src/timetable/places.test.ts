import { describe, expect, test } from 'vitest'
import { must } from '../base/result.ts'
import { dayOfText } from '../base/time.ts'
import { feedRowsOf, type FeedDraft } from '../testing/feed-rows.ts'
import { buildPack } from './build-pack.ts'
import { distanceToStart } from './near-words.ts'
import { openPack } from './pack.ts'
import { placeOf, suggestPlaces } from './places.ts'
import { searchRides } from './search.ts'

const day = must(dayOfText('2026-06-01'), 'day')
const names = [
  'Klaipėda',
  'Kaunas',
  'Kauno klinikos',
  'Šiauliai',
  'Žaliasis tiltas',
  'Rīga',
  'Łódź',
  'Vilnius',
  'Vilniaus g.',
]

function timetableOf(stops: FeedDraft['stops']) {
  const calls = stops
    .filter((stop) => (stop.locationType ?? 0) === 0)
    .map((stop, i) => ({ stop: stop.id, at: i * 600 }))
  const services = [{ id: 's', weekdays: 127, from: day - 30, to: day + 30 }]
  return openPack(buildPack(feedRowsOf({ stops, services, trips: [{ id: 'x', service: 's', calls }] }), { source: '' }))
}

describe('[TT3] a place', () => {
  const metre = 1 / 111_195
  const stop = (id: string, name: string, metresNorth: number) => ({ id, name, lat: 54 + metresNorth * metre, lon: 25 })
  const timetable = timetableOf([
    stop('10', 'Žalgirio g.', 0),
    stop('11', 'ZALGIRIO G', 690),
    stop('12', 'Žalgirio g.', 1380),
    stop('13', 'Žalgirio g.', 2090),
    stop('20', 'Stotis', 0),
    { ...stop('S', 'Central station', 0), locationType: 1 },
    { ...stop('P1', 'Central platform 1', 5), parent: 'S' },
    { ...stop('P2', 'Central platform 2', 9000), parent: 'S' },
    stop('21', 'Central station', 10),
  ])
  const placeOfStop = (id: string) =>
    timetable.places[
      must(
        timetable.stops.find((each) => each.id === `t:${id}`),
        id,
      ).place
    ]

  test('is all unparented stops of one normalised name, each within 700 m of another', () => {
    expect(placeOfStop('10')).toMatchObject({
      id: 't:~10',
      name: 'Žalgirio g.',
      stops: expect.toSatisfy((s: string[]) => [...s].sort().join() === 't:10,t:11,t:12'),
    })
    expect(placeOfStop('13')).toMatchObject({ id: 't:~13', stops: ['t:13'] })
  })

  test('is a station with its platforms, however far and whatever they are called', () => {
    expect(placeOfStop('P2')).toMatchObject({ id: 't:S', name: 'Central station' })
    expect([...(placeOfStop('S')?.stops ?? [])].sort()).toEqual(['t:P1', 't:P2', 't:S'])
    expect(placeOfStop('21')?.id).toBe('t:~21')
  })

  test('is searched by its own id or by the id of one of its stops alone', () => {
    const rides = (from: string) => searchRides([timetable], { from: `t:${from}`, to: 't:20', day, passengers: 1 })
    expect(rides('~10')[0]?.board.stop).toBe('t:12')
    expect(rides('11')[0]?.board.stop).toBe('t:11')
    expect(placeOf([timetable], 't:11')).toMatchObject({ id: 't:11', name: 'ZALGIRIO G', stops: ['t:11'] })
    expect(placeOf([timetable], 't:~10')?.stops).toHaveLength(3)
    expect(placeOf([timetable], 't:nowhere')).toBeUndefined()
    expect(placeOf([timetable], 'nowhere')).toBeUndefined()
  })

  test('has an id of its own even where a stop is called so', () => {
    const odd = timetableOf([stop('5', 'A', 0), stop('~5', 'B', 0)])
    expect(new Set(odd.places.map((place) => place.id)).size).toBe(2)
    expect(odd.places.map((place) => place.id)).not.toContain('t:~5')
    expect(placeOf([odd], 't:~5')).toMatchObject({ name: 'B' })
  })
})

describe('[TT4] suggestions', () => {
  const timetable = timetableOf(names.map((name, i) => ({ id: String(i), name })))
  const first = (text: string) => suggestPlaces([timetable], text, 3)[0]?.name

  test.each([
    ['klaipeda', 'Klaipėda'],
    ['KLAIPĖDA', 'Klaipėda'],
    ['klaip', 'Klaipėda'],
    ['klapeda', 'Klaipėda'],
    ['kliapeda', 'Klaipėda'],
    ['klaippeda', 'Klaipėda'],
    ['klaioeda', 'Klaipėda'],
    ['siauliai', 'Šiauliai'],
    ['zaliasis til', 'Žaliasis tiltas'],
    ['tiltas', 'Žaliasis tiltas'],
    ['riga', 'Rīga'],
    ['lodz', 'Łódź'],
    ['kauno kli', 'Kauno klinikos'],
    ['kaunoklinikos', 'Kauno klinikos'],
    ['kaun oklinikos', 'Kauno klinikos'],
    ['zaliasist iltas', 'Žaliasis tiltas'],
    ['  vilnius ', 'Vilnius'],
  ])('%j leads to %s', (text, name) => {
    expect(first(text)).toBe(name)
  })

  test('of what does not begin like any word there are none; nothing written gives nothing', () => {
    expect(suggestPlaces([timetable], 'xyzzy', 5)).toEqual([])
    expect(suggestPlaces([timetable], ' .,- ', 5)).toEqual([])
    expect(suggestPlaces([timetable], 'a'.repeat(5000), 5)).toEqual([])
  })

  test('come in one list from all timetables held, at most as many as asked', () => {
    expect(suggestPlaces([timetable, timetable], 'k', 3)).toHaveLength(3)
    expect(suggestPlaces([], 'k', 3)).toEqual([])
  })
})

test.each([
  ['kau', 'kaunas', 1, 0],
  ['kuanas', 'kaunas', 2, 1],
  ['kanas', 'kaunas', 2, 1],
  ['kaaunas', 'kaunas', 2, 1],
  ['kaumas', 'kaunas', 2, 1],
  ['kuna', 'kaunas', 1, 1],
  ['xaynas', 'kaunas', 2, 2],
  ['xaynas', 'kaunas', 1, Infinity],
  ['vilnius', 'kaunas', 2, Infinity],
  ['kaunasx', 'kaunas', 2, 1],
])('[TT4] from %j to the nearest start of %j, at most %i errors: %d', (asked, word, most, errors) => {
  expect(distanceToStart(asked, word, most)).toBe(errors)
})
