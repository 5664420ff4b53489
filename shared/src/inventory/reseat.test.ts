import fc from 'fast-check'
import { expect, test } from 'vitest'
import { must } from '../base/result.ts'
import { drawn } from '../testing/builders.ts'
import { bestTogether } from './availability.ts'
import { overlaps, rideMask } from './legs.ts'
import { reseat, type SeatedParty } from './reseat.ts'
import { type SeatMap, seatsOf } from './seat-map.ts'
import { seatMaps } from './seat-maps.ts'

const party = (id: string, seats: readonly string[], board = 0, alight = 4): SeatedParty => ({
  id,
  board,
  alight,
  seats,
})
const great = drawn('A* B* _ C D', 'A B _ C D', 'A B _ C D', 'A B _ C D')
const small = drawn('A* _ B C', 'A _ B C', 'A _ B C')

test('[IN8] a seat that is there again stays whose it was', () => {
  const { seats, unseated } = reseat(great, small, [party('a', ['2A', '2B']), party('b', ['3C'])])
  expect(seats).toEqual(
    new Map([
      ['a', ['2A', '2B']],
      ['b', ['3C']],
    ]),
  )
  expect(unseated.size).toBe(0)
})

test('[IN8] a party that loses its seats sits together again', () => {
  const { seats } = reseat(great, small, [party('a', ['4C', '4D']), party('b', ['2A'])])
  const pair = must(seats.get('a'), 'seats')
  expect(bestTogether(small, pair, 2, 1)[0]?.toSorted()).toEqual(pair.toSorted())
})

test('[IN8] who lost a seat comes next to those of the party who kept theirs', () => {
  const { seats } = reseat(great, small, [party('a', ['2B', '2D']), party('b', ['1C'])])
  expect(seats.get('a')).toEqual(['2B', '2C'])
})

test('[IN8] who sat in an accessible place gets one, before anybody else does', () => {
  const { seats, unseated } = reseat(great, small, [party('a', ['1B']), party('b', ['4A', '4B'])])
  expect(seats.get('a')).toEqual(['1A'])
  expect(unseated.size).toBe(0)
  const both = reseat(great, small, [party('a', ['1A']), party('b', ['1B'])])
  expect(both.seats.get('a')).toEqual(['1A'])
  expect(both.unseated).toEqual(new Map([['b', [0]]]))
})

test('[IN8] a party that cannot be seated whole is listed, keeps its label, and those behind it are seated', () => {
  const tiny = drawn('A B')
  const parties = [party('a', ['4A', '4B', '4C']), party('b', ['3A'])]
  const { seats, unseated } = reseat(great, tiny, parties)
  expect(unseated).toEqual(new Map([['a', [0, 1, 2]]]))
  expect(seats.get('a')).toEqual(['4A', '4B', '4C'])
  expect(['1A', '1B']).toContain(seats.get('b')?.[0])
})

/** Parties on a vehicle, none on another's seat: drawn by coins. */
const loaded = (map: SeatMap, legs: number) => {
  const labels = seatsOf(map).map((seat) => seat.label)
  return fc
    .array(
      fc.record({
        size: fc.integer({ min: 1, max: 3 }),
        from: fc.integer({ min: 0, max: legs - 1 }),
        length: fc.integer({ min: 1, max: legs }),
        at: fc.nat(labels.length),
      }),
      { maxLength: 8 },
    )
    .map((wishes) => {
      const parties: SeatedParty[] = []
      for (const { size, from, length, at } of wishes) {
        const ride = rideMask(from, Math.min(from + length, legs))
        const turned = [...labels.slice(at), ...labels.slice(0, at)]
        const free = turned.filter((label) =>
          parties.every(
            (other) => !other.seats.includes(label) || !overlaps(rideMask(other.board, other.alight), ride),
          ),
        )
        if (free.length < size) continue
        const alight = Math.min(from + length, legs)
        parties.push({ id: `p${parties.length}`, board: from, alight, seats: free.slice(0, size) })
      }
      return parties
    })
}

const accessible = (map: SeatMap) => new Set(seatsOf(map).flatMap((seat) => (seat.accessible ? [seat.label] : [])))

function stays(before: SeatMap, after: SeatMap, label: string): boolean {
  const there = seatsOf(after).some((seat) => seat.label === label)
  return there && (!accessible(before).has(label) || accessible(after).has(label))
}

/** Whether everybody can be seated, with those who stay where they are: every way is tried, seat by seat. */
function canAllBeSeated(before: SeatMap, after: SeatMap, parties: readonly SeatedParty[]): boolean {
  const seekers = parties.flatMap((each) => {
    const ride = rideMask(each.board, each.alight)
    return each.seats.map((label) => ({
      label,
      ride,
      fixed: stays(before, after, label),
      needs: accessible(before).has(label),
    }))
  })
  const holds = new Map<string, bigint>()
  for (const { label, ride, fixed } of seekers) if (fixed) holds.set(label, (holds.get(label) ?? 0n) | ride)
  const lost = seekers.filter(({ fixed }) => !fixed)
  const tryFrom = (i: number): boolean => {
    const seeker = lost[i]
    if (!seeker) return true
    return seatsOf(after).some(({ label, accessible: kept }) => {
      const mask = holds.get(label) ?? 0n
      if (overlaps(mask, seeker.ride) || (seeker.needs && kept !== true)) return false
      holds.set(label, mask | seeker.ride)
      const done = tryFrom(i + 1)
      holds.set(label, mask)
      return done
    })
  }
  return tryFrom(0)
}

const maps = [drawn('A* B', 'A B'), drawn('A B*', 'A . B'), drawn('A _ B', 'A* _ B', 'A B C'), drawn('A* B* C')]

test('[IN8] by brute force: whenever everybody can be seated, everybody is, and no seat is given twice', () => {
  fc.assert(
    fc.property(
      fc
        .tuple(fc.constantFrom(...maps), fc.constantFrom(...maps))
        .chain(([before, after]) => fc.tuple(fc.constant(before), fc.constant(after), loaded(before, 3))),
      ([before, after, parties]) => {
        const { seats, unseated } = reseat(before, after, parties)
        const held = new Map<string, bigint>()
        for (const each of parties) {
          const given = must(seats.get(each.id), 'seats')
          expect(given).toHaveLength(each.seats.length)
          const ride = rideMask(each.board, each.alight)
          given.forEach((label, i) => {
            const former = must(each.seats[i], 'seat')
            if (stays(before, after, former)) expect(label).toBe(former)
            else if (unseated.get(each.id)?.includes(i)) expect(label).toBe(former)
            else if (accessible(before).has(former)) expect(accessible(after)).toContain(label)
            else expect(seatsOf(after).map((seat) => seat.label)).toContain(label)
            expect(overlaps(held.get(label) ?? 0n, ride)).toBe(false)
            held.set(label, (held.get(label) ?? 0n) | ride)
          })
        }
        expect(unseated.size === 0).toBe(canAllBeSeated(before, after, parties))
      },
    ),
    { numRuns: 1500 },
  )
})

test('[IN8] a full coach is re-seated on a double-decker and on a minibus at once', () => {
  const map = (id: string) => must(seatMaps[id], id)
  const coach = map('coach-2+2-49')
  const labels = seatsOf(coach).map((seat) => seat.label)
  const parties = labels.map((label, i) => party(`p${i}`, [label], i % 5, 6 + (i % 3)))
  const before = performance.now()
  const onDouble = reseat(coach, map('double-2+2-74'), parties)
  expect(onDouble.unseated.size).toBe(0)
  const onMinibus = reseat(coach, map('minibus-2+1-19'), parties)
  // 1B and 1C are no accessible places here: who needs one finds none, and keeps the label from others.
  expect(parties.length - onMinibus.unseated.size).toBe(19 - 2)
  expect(performance.now() - before).toBeLessThan(5000)
})
