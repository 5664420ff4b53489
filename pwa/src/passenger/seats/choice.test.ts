import { must } from 'shared/base/result.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import type { Departure, Ride } from 'shared/timetable/timetable.ts'
import { describe, expect, test } from 'vitest'
import { bestFor, boardOf, groupText, seatName, tap } from './choice.ts'
import { inOrder } from './choice.ts'

const names = ['Vilnius', 'Kaunas', 'Kryžkalnis', 'Klaipėda']
const map = must(seatMaps['coach-2+2-49'], 'coach')

const call = (name: string, index: number): Departure['calls'][number] => ({
  index,
  stop: `t:${index}`,
  name,
  place: `t:${index}`,
  lat: 55,
  lon: 24,
  arrival: 0,
  departure: 0,
  arrivalAt: 0,
  departureAt: 0,
  zone: 'Europe/Vilnius',
  approximate: false,
  pickup: 0,
  dropOff: 0,
})
const common = {
  trip: 't:1',
  day: 20_781,
  feed: 't',
  route: { id: 't:r', short: '', long: '' },
  headsign: '',
  agency: { id: 't:a', name: 'A' },
  seatMap: map.id,
  amenities: [],
}
const departure: Departure = { ...common, id: 't:1@20261124', calls: names.map(call), currency: 'EUR' }
const end = (index: number) => ({ ...call(must(names[index], 'stop'), index), at: 0, arrangement: 0 as const })
const ride: Ride = {
  ...common,
  departure: departure.id,
  board: end(0),
  alight: end(3),
  durationMinutes: 230,
  via: [],
  price: { money: { amount: 2400, currency: 'EUR' }, source: 'feed' },
  totalSeats: 49,
}
const board = (taken: Record<string, string>, party = 2) =>
  boardOf({
    map,
    departure,
    ride,
    party,
    state: { id: departure.id, status: 'scheduled', delayMinutes: null, seatMap: map.id, taken },
  })
const name = (label: string, taken: Record<string, string>, chosen = false) => {
  const on = board(taken)
  return seatName(on, must(inOrder(on, [label])[0], label), chosen)
}

describe('seats in words', () => {
  test('a seat says its number, its kind and its state', () => {
    expect(name('4C', {})).toBe('Seat 4C, aisle, free')
    expect(name('4C', { '4C': '7' })).toBe('Seat 4C, aisle, taken')
    expect(name('4C', {}, true)).toBe('Seat 4C, aisle, chosen')
    expect(name('1A', {})).toBe('Seat 1A, window, kept for people who need it, free')
  })

  test('a seat taken on the first leg says from which stop it is free', () => {
    expect(name('6C', { '6C': '1' })).toBe('Seat 6C, aisle, free only from Kaunas')
  })

  test('a pair side by side is together, across the coach it is not', () => {
    expect(groupText(board({}), ['4C', '4D'])).toBe('Together · aisle and window')
    expect(groupText(board({}), ['4A', '9D'])).toBe('Not together · window')
  })
})

describe('choosing seats', () => {
  test('the app proposes free seats together and leaves taken ones alone', () => {
    const on = board({ '2A': '7', '2B': '1', '3A': '4' })
    const { seats, byApp } = bestFor(on)
    expect(byApp).toBe(true)
    expect(seats).toHaveLength(2)
    expect(seats.every((seat) => on.free.includes(seat))).toBe(true)
    expect(groupText(on, seats)).toMatch(/^Together/)
  })

  test('the first tap of the person replaces what the app proposed', () => {
    expect(tap({ seats: ['2A', '2B'], byApp: true }, '9C', 2)).toEqual({ seats: ['9C'], byApp: false })
  })

  test('with all seats chosen the one chosen first gives way', () => {
    expect(tap({ seats: ['2A', '2B'], byApp: false }, '9C', 2)).toEqual({ seats: ['2B', '9C'], byApp: false })
  })

  test('a second tap on a seat releases it', () => {
    expect(tap({ seats: ['2A', '2B'], byApp: false }, '2A', 2)).toEqual({ seats: ['2B'], byApp: false })
  })

  test('with nothing known of the departure every seat may be asked for', () => {
    const on = boardOf({ map, departure, ride, party: 1, state: null })
    expect(on.free).toHaveLength(49)
  })
})
