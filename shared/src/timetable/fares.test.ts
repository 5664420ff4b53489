import { describe, expect, test } from 'vitest'
import { must } from '../base/result.ts'
import { dayOfText } from '../base/time.ts'
import { feedRowsOf, type FeedDraft } from '../testing/feed-rows.ts'
import { buildPack } from './build-pack.ts'
import { departureOf } from './departures.ts'
import { fareOf, tariffAmount } from './fares.ts'
import type { FareRow, FareRuleRow } from './gtfs/rows.ts'
import { openPack } from './pack.ts'
import { searchRides } from './search.ts'
import type { Departure } from './timetable.ts'

const day = must(dayOfText('2026-06-01'), 'day')
const fare = (id: string, amount: number, more: Partial<FareRow> = {}): FareRow => ({
  id: `t:${id}`,
  amount,
  currency: 'EUR',
  paymentMethod: 0,
  transfers: null,
  agency: null,
  ...more,
})
const rule = (of: string, more: Partial<FareRuleRow> = {}): FareRuleRow => ({
  fare: `t:${of}`,
  route: null,
  origin: null,
  destination: null,
  contains: null,
  ...more,
})

/** One trip A, B, C, D through the zones 1, 2, 2, 3; a tenth of a degree (11.1 km) apart. */
function feedWith(more: Partial<FeedDraft>) {
  const zones = ['1', '2', '2', '3']
  const ids = ['A', 'B', 'C', 'D']
  const draft: FeedDraft = {
    stops: ids.map((id, i) => ({ id, zoneId: zones[i] ?? null })),
    services: [{ id: 's', weekdays: 127, from: day, to: day }],
    trips: [{ id: 'x', service: 's', calls: ids.map((stop, i) => ({ stop, at: i * 600 })) }],
    ...more,
  }
  const timetable = openPack(buildPack(feedRowsOf(draft), { source: '' }))
  const departure = must(departureOf([timetable], 't:x@20260601'), 'departure')
  return { timetable, departure, price: (board: number, alight: number) => fareOf(timetable, departure, board, alight) }
}
const euros = (amount: number, source: 'feed' | 'tariff') => ({ money: { amount, currency: 'EUR' }, source })

describe('[TT11] fares of the feed', () => {
  test('from zone to zone, the cheapest of several', () => {
    const fares = [fare('dear', 900), fare('cheap', 700), fare('back', 100)]
    const fareRules = [
      rule('dear', { origin: '1', destination: '3' }),
      rule('cheap', { origin: '1', destination: '3' }),
      rule('back', { origin: '3', destination: '1' }),
    ]
    const { price } = feedWith({ fares, fareRules })
    expect(price(0, 3)).toEqual(euros(700, 'feed'))
    expect(price(0, 1).source).toBe('tariff')
  })

  test('by the zones passed, which must be exactly those the fare contains', () => {
    const fares = [fare('two', 300), fare('three', 500)]
    const fareRules = [
      ...['1', '2'].map((zone) => rule('two', { contains: zone })),
      ...['3', '1', '2'].map((zone) => rule('three', { contains: zone })),
    ]
    const { price } = feedWith({ fares, fareRules })
    expect(price(0, 2)).toEqual(euros(300, 'feed'))
    expect(price(0, 3)).toEqual(euros(500, 'feed'))
    expect(price(1, 2).source).toBe('tariff')
    expect(price(2, 3).source).toBe('tariff')
  })

  test('of a route, of an agency, or without rules for every ride', () => {
    const { price } = feedWith({ fares: [fare('route', 250)], fareRules: [rule('route', { route: 't:r' })] })
    expect(price(1, 2)).toEqual(euros(250, 'feed'))
    expect(feedWith({ fares: [fare('all', 120, { agency: 't:a' })] }).price(0, 1)).toEqual(euros(120, 'feed'))
    expect(feedWith({ fares: [fare('free', 0)] }).price(0, 1)).toEqual(euros(0, 'feed'))
  })

  test('in another currency than the feed is sold in do not count', () => {
    const { price } = feedWith({ fares: [fare('zloty', 100, { currency: 'PLN' })] })
    expect(price(0, 1)).toMatchObject({ money: { currency: 'EUR' }, source: 'tariff' })
  })
})

describe('[TT11] the default tariff', () => {
  test('is a base and a price per kilometre, rounded up to a step', () => {
    expect(tariffAmount(0, 'EUR')).toBe(100)
    expect(tariffAmount(100_000, 'EUR')).toBe(900)
    expect(tariffAmount(100_100, 'EUR')).toBe(910)
    expect(tariffAmount(100_000, 'JPY')).toBe(1400)
    expect(tariffAmount(10_000, 'PHP')).toBe(4000)
    expect(tariffAmount(10_000, 'KWD')).toBe(1800)
  })

  test('counts great circles from stop to stop where the feed has no distances', () => {
    expect(feedWith({}).price(0, 3)).toEqual(euros(tariffAmount(33_359, 'EUR'), 'tariff'))
  })

  test.each([
    ['metres', 1],
    ['kilometres', 1 / 1000],
    ['miles', 1 / 1609.344],
    ['feet', 1 / 0.3048],
  ])('counts the distances of the feed, given in %s', (_, unit) => {
    const calls = ['A', 'B', 'C', 'D'].map((stop, i) => ({ stop, at: i * 600, distance: i * 13_500 * unit }))
    const { price } = feedWith({ trips: [{ id: 'x', service: 's', calls }] })
    expect(price(0, 3)).toEqual(euros(tariffAmount(40_500, 'EUR'), 'tariff'))
    expect(price(1, 2)).toEqual(euros(tariffAmount(13_500, 'EUR'), 'tariff'))
  })
})

test('[TT11] the price of a ride found is the fare of its departure', () => {
  const { timetable, price } = feedWith({
    fares: [fare('x', 480)],
    fareRules: [rule('x', { origin: '2', destination: '3' })],
  })
  const [ride] = searchRides([timetable], { from: 't:B', to: 't:D', day, passengers: 1 })
  expect(ride?.price).toEqual(price(1, 3))
  expect(ride?.price).toEqual(euros(480, 'feed'))
})

test('[TT11] a departure frozen under an earlier timetable is priced by what this one knows', () => {
  const { timetable, departure } = feedWith({
    fares: [fare('x', 480)],
    fareRules: [rule('x', { origin: '1', destination: '3' })],
  })
  const gone = must(departure.calls[2], 'call')
  const calls = departure.calls.map((call) => (call === gone ? { ...call, stop: 't:gone' } : call))
  const earlier: Departure = { ...departure, calls }
  expect(fareOf(timetable, earlier, 0, 3)).toEqual(euros(480, 'feed'))
  expect(fareOf(timetable, earlier, 1, 2)).toEqual(euros(tariffAmount(11_120, 'EUR'), 'tariff'))
})
