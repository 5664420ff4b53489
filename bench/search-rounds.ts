import { openPack } from 'shared/timetable/pack.ts'
import { suggestPlaces } from 'shared/timetable/places.ts'
import { searchRides } from 'shared/timetable/search.ts'

export interface SearchFigures {
  /** Milliseconds each. */
  readonly searches: number[]
  readonly suggestions: number[]
  readonly rides: number
}

/** Chance that is the same at each run (mulberry32). */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

function timed<T>(work: () => T, times: number[]): T {
  const start = performance.now()
  const result = work()
  times.push(performance.now() - start)
  return result
}

/** Searches from a place to a later one of some trip, and suggestions, on a pack opened before. Runs in a page and in Node. */
export function searchBench(pack: string, rounds: number): SearchFigures {
  const timetable = openPack(pack)
  const chance = dice(7)
  const placeOf = (stop: number | undefined) => timetable.places[timetable.stops[stop ?? -1]?.place ?? -1]
  const days = timetable.validTo - timetable.validFrom
  const searches: number[] = []
  const suggestions: number[] = []
  let rides = 0
  for (let round = 0; round < rounds; round += 1) {
    const trip = Math.floor(chance() * timetable.trips.count)
    const stops = timetable.patterns[timetable.trips.pattern[trip] ?? -1]?.stops ?? new Int32Array()
    const board = Math.floor(chance() * (stops.length - 1))
    const alight = board + 1 + Math.floor(chance() * (stops.length - 1 - board))
    const [from, to] = [placeOf(stops[board]), placeOf(stops[alight])]
    if (!from || !to) continue
    const query = { from: from.id, to: to.id, day: timetable.validFrom + Math.floor(chance() * days), passengers: 2 }
    rides += timed(() => searchRides([timetable], query), searches).length
    const typed = to.name.slice(0, 2 + Math.floor(chance() * 8))
    const text = round % 3 === 0 ? typed.slice(0, 2) + typed.slice(3) : typed
    timed(() => suggestPlaces([timetable], text, 8), suggestions)
  }
  return { searches, suggestions, rides }
}
