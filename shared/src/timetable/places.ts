import { must } from '../base/result.ts'
import { feedOf } from './departure-id.ts'
import { distanceToStart } from './near-words.ts'
import type { Timetable } from './pack.ts'
import { wordsOf } from './place-names.ts'
import type { Place } from './timetable.ts'

interface Named {
  readonly words: readonly string[]
  /** The words without blanks. */
  readonly joined: string
  readonly place: Place
}

interface Indexed {
  readonly byId: ReadonlyMap<string, Place>
  /** The places where a coach calls. */
  readonly named: readonly Named[]
}
const indexes = new WeakMap<Timetable, Indexed>()

function indexOf(timetable: Timetable): Indexed {
  const known = indexes.get(timetable)
  if (known) return known
  const named = timetable.places
    .filter((place) => place.weight > 0)
    .map((place): Named => {
      const words = wordsOf(place.name)
      return { words, joined: words.join(''), place }
    })
  const made = { byId: new Map(timetable.places.map((place) => [place.id, place])), named }
  indexes.set(timetable, made)
  return made
}

/** The place of an id. The id of a stop that is not itself a place gives a place of that one stop. */
export function placeOf(timetables: readonly Timetable[], id: string): Place | undefined {
  const timetable = timetables.find((held) => held.feed === feedOf(id))
  if (!timetable) return undefined
  const place = indexOf(timetable).byId.get(id)
  if (place) return place
  const stop = timetable.stops[timetable.stopIndex.get(id) ?? -1]
  if (!stop) return undefined
  const around = must(timetable.places[stop.place], 'place of stop')
  return { id, name: stop.name, lat: stop.lat, lon: stop.lon, stops: [id], weight: around.weight }
}

/** Errors allowed in a word as long as this. */
const allowed = (letters: number): number => (letters < 3 ? 0 : letters < 6 ? 1 : 2)

/** How far a query is from a name, word by word; Infinity when some word of the query begins no word of the name. */
function farByWords(query: readonly string[], words: readonly string[]): number {
  let sum = 0
  for (const asked of query) {
    const most = allowed(asked.length)
    let best = Infinity
    for (let i = 0; i < words.length; i += 1) {
      const word = words[i] ?? ''
      const errors = distanceToStart(asked, word, most)
      // A whole word beats the start of one, an early word a later one; an error outweighs both.
      if (errors <= most)
        best = Math.min(best, errors * 100 + Math.min(i, 9) * 4 + (word.length > asked.length ? 2 : 0))
    }
    sum += best
    if (sum === Infinity) break
  }
  return sum
}

/** Lower is nearer. A blank too many or too few breaks words: then the letters without blanks are compared. */
function farness(query: readonly string[], letters: string, { words, joined }: Named): number {
  const far = farByWords(query, words)
  return far < Infinity ? far : distanceToStart(letters, joined, allowed(letters.length)) * 100 + 50
}

/**
 * Places whose names have words that begin like the words of the text, nearest first, then the busiest. Accents, case
 * and a few typing errors do not matter: bounded Damerau-Levenshtein on word starts.
 */
export function suggestPlaces(timetables: readonly Timetable[], text: string, limit: number): Place[] {
  const query = wordsOf(text.slice(0, 100))
  if (query.length === 0) return []
  const letters = query.join('')
  const found: { far: number; place: Place }[] = []
  for (const timetable of timetables) {
    for (const named of indexOf(timetable).named) {
      const far = farness(query, letters, named)
      if (far < Infinity) found.push({ far, place: named.place })
    }
  }
  found.sort((a, b) => a.far - b.far || b.place.weight - a.place.weight || (a.place.id < b.place.id ? -1 : 1))
  return found.slice(0, limit).map(({ place }) => place)
}
