import { describe, expect, test } from 'vitest'
import { defaultSeatMap, seatCounts } from '../timetable/vehicles.ts'
import { isSeat, seatsOf } from './seat-map.ts'
import { seatMaps } from './seat-maps.ts'

describe.each(Object.entries(seatMaps))('the seat map %s', (id, map) => {
  const seats = seatsOf(map)

  test('is named by its id and has exactly the seats the timetable counts', () => {
    expect(map.id).toBe(id)
    expect(Object.entries(seatCounts)).toContainEqual([id, seats.length])
  })

  test('gives every seat a label of its own that a ticket can carry', () => {
    expect(new Set(seats.map((seat) => seat.label)).size).toBe(seats.length)
    for (const { label } of seats) expect(label).toMatch(/^[0-9A-Z]{1,4}$/)
  })

  test('has rows of equal length on each deck', () => {
    for (const deck of map.decks) expect(new Set(deck.rows.map((row) => row.length)).size).toBe(1)
  })

  test('keeps a place for people who need it', () => {
    expect(seats.some((seat) => seat.accessible)).toBe(true)
  })

  test('puts window seats at the ends of rows and never a window seat between two others', () => {
    for (const row of map.decks.flatMap((deck) => deck.rows)) {
      row.forEach((cell, at) => {
        if (isSeat(cell)) expect(cell.position === 'window').toBe(at === 0 || at === row.length - 1)
      })
    }
  })
})

test('the double-decker has a lower and an upper deck, joined by stairs on both', () => {
  const decks = seatMaps['double-2+2-74']?.decks ?? []
  expect(decks.map((deck) => deck.name)).toEqual(['lower', 'upper'])
  for (const deck of decks) expect(deck.rows.flat()).toContain('stairs')
})

test('a trip of which the feed says nothing gets a drawn map of 49 seats', () => {
  expect(seatMaps[defaultSeatMap] && seatsOf(seatMaps[defaultSeatMap])).toHaveLength(49)
})
