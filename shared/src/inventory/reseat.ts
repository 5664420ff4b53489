import { anySeats, bestTogether } from './availability.ts'
import { type LegMask, overlaps, rideMask } from './legs.ts'
import { isSeat, type SeatMap, seatsOf } from './seat-map.ts'
import { placeEverybody, type Seeker } from './place-everybody.ts'

/** A party on a departure: one seat for each of its passengers, in their order. */
export interface SeatedParty {
  readonly id: string
  readonly board: number
  readonly alight: number
  readonly seats: readonly string[]
}

export interface Reseating {
  /** The seats of each party on the new vehicle, in the order of its passengers. */
  readonly seats: ReadonlyMap<string, readonly string[]>
  /** Which passengers of a party found none: their positions. These keep the label they had, which nobody else gets. */
  readonly unseated: ReadonlyMap<string, readonly number[]>
}

interface Displaced extends SeatedParty {
  readonly ride: LegMask
  readonly needing: readonly number[]
  readonly others: readonly number[]
  /** Seats of the party that stay. */
  readonly staying: readonly string[]
}

/**
 * Seats for all parties of a departure when another vehicle comes. A seat that is there again under its label stays whose
 * it was; who sat in an accessible place gets one. The others of a party are seated together, near those who stay, where
 * that can be, else anywhere; and whenever there is a way to seat everybody on small vehicles, everybody is seated. A
 * party of which somebody finds no seat is listed.
 */
export function reseat(before: SeatMap, after: SeatMap, parties: readonly SeatedParty[]): Reseating {
  const needed = accessibleOf(before)
  const given = accessibleOf(after)
  const there = new Set(seatsOf(after).map((seat) => seat.label))
  const stays = (label: string): boolean => there.has(label) && (!needed.has(label) || given.has(label))
  const plane = new Plane(after)
  const displaced: Displaced[] = []
  for (const party of parties) {
    const ride = rideMask(party.board, party.alight)
    const lost = party.seats.flatMap((label, i) => (stays(label) ? [] : [i]))
    const staying = party.seats.filter(stays)
    for (const label of staying) plane.take(label, ride)
    if (lost.length === 0) continue
    const needing = lost.filter((i) => needed.has(party.seats[i] ?? ''))
    displaced.push({ ...party, ride, staying, needing, others: lost.filter((i) => !needing.includes(i)) })
  }
  displaced.sort(
    (a, b) =>
      b.needing.length - a.needing.length ||
      b.others.length - a.others.length ||
      b.alight - b.board - (a.alight - a.board) ||
      (a.id < b.id ? -1 : 1),
  )
  const found = inTurn(displaced, plane.copy(), given) ?? everybody(displaced, plane, given)
  return collect(parties, displaced, found ?? asManyAsCan(displaced, plane, given))
}

const accessibleOf = (map: SeatMap): ReadonlySet<string> =>
  new Set(seatsOf(map).flatMap((seat) => (seat.accessible ? [seat.label] : [])))

/** The seats of the new vehicle and which legs of them are taken. */
class Plane {
  readonly map: SeatMap
  readonly labels: readonly string[]
  readonly #taken: Map<string, LegMask>

  constructor(map: SeatMap, taken: ReadonlyMap<string, LegMask> = new Map()) {
    this.map = map
    this.labels = seatsOf(map).map((seat) => seat.label)
    this.#taken = new Map(taken)
  }

  copy(): Plane {
    return new Plane(this.map, this.#taken)
  }

  free(ride: LegMask): string[] {
    return this.labels.filter((label) => !overlaps(this.#taken.get(label) ?? 0n, ride))
  }

  take(label: string, ride: LegMask): void {
    this.#taken.set(label, (this.#taken.get(label) ?? 0n) | ride)
  }

  taken(label: string): LegMask {
    return this.#taken.get(label) ?? 0n
  }
}

/** Party to the new seat of each of its displaced passengers, by position. */
type Found = Map<string, ReadonlyMap<number, string>>

/** Every party in its turn; undefined when one of them finds too few seats. */
function inTurn(displaced: readonly Displaced[], plane: Plane, accessible: ReadonlySet<string>): Found | undefined {
  const found: Found = new Map()
  for (const party of seatNeeding(displaced, plane, accessible, found) ?? []) {
    if (!seatOthers(party, plane, found)) return undefined
  }
  return displaced.every((party) => found.has(party.id)) ? found : undefined
}

/** Accessible places are given out first, to those who need them. Undefined when there are too few. */
function seatNeeding(
  displaced: readonly Displaced[],
  plane: Plane,
  accessible: ReadonlySet<string>,
  found: Found,
): readonly Displaced[] | undefined {
  for (const party of displaced) {
    const free = plane.free(party.ride).filter((label) => accessible.has(label))
    if (free.length < party.needing.length) return undefined
    const near = nearest(plane.map, free, party.staying)
    const seats = new Map(party.needing.map((position, i) => [position, near[i] ?? '']))
    for (const label of seats.values()) plane.take(label, party.ride)
    found.set(party.id, seats)
  }
  return displaced
}

function seatOthers(party: Displaced, plane: Plane, found: Found): boolean {
  const { others, ride, staying } = party
  const sofar = found.get(party.id) ?? new Map<number, string>()
  const anchors = [...staying, ...sofar.values()]
  const free = plane.free(ride)
  const seats = others.length === 0 ? [] : nearAnchors(plane.map, free, others.length, anchors)
  if (!seats) return false
  for (const label of seats) plane.take(label, ride)
  found.set(party.id, new Map([...sofar, ...others.map((position, i) => [position, seats[i] ?? ''] as const)]))
  return true
}

/** Groups looked at beside those who stay: more than there are rows in any coach. */
const manyGroups = 40

/** n free seats together, the group nearest to the anchors; else any. */
function nearAnchors(map: SeatMap, free: readonly string[], n: number, anchors: readonly string[]) {
  if (anchors.length === 0) return bestTogether(map, free, n, 1)[0] ?? anySeats(map, free, n)
  const groups = bestTogether(map, free, n, manyGroups)
  const away = (group: readonly string[]) => group.reduce((sum, label) => sum + distance(map, label, anchors), 0)
  const [best] = groups.sort((a, b) => away(a) - away(b))
  return best ?? anySeats(map, free, n)
}

const nearest = (map: SeatMap, free: readonly string[], anchors: readonly string[]): string[] =>
  [...free].sort((a, b) => distance(map, a, anchors) - distance(map, b, anchors))

/** Rows and columns to the nearest anchor; another deck is far. */
function distance(map: SeatMap, label: string, anchors: readonly string[]): number {
  if (anchors.length === 0) return 0
  const at = spotOf(map, label)
  return Math.min(
    ...anchors.map((anchor) => {
      const other = spotOf(map, anchor)
      return (
        Math.abs(at.deck - other.deck) * 100 + Math.abs(at.row - other.row) * 2 + Math.abs(at.column - other.column)
      )
    }),
  )
}

function spotOf(map: SeatMap, label: string): { deck: number; row: number; column: number } {
  for (const [deck, { rows }] of map.decks.entries()) {
    for (const [row, cells] of rows.entries()) {
      const column = cells.findIndex((cell) => isSeat(cell) && cell.label === label)
      if (column >= 0) return { deck, row, column }
    }
  }
  return { deck: 9, row: 0, column: 0 }
}

/** A seat for everybody, wherever it may be; undefined when there is no such way, or none was found soon enough. */
function everybody(displaced: readonly Displaced[], plane: Plane, accessible: ReadonlySet<string>): Found | undefined {
  const seekers = displaced.flatMap((party) => [
    ...party.needing.map((position): Seeker => ({ party: party.id, position, ride: party.ride, needs: true })),
    ...party.others.map((position): Seeker => ({ party: party.id, position, ride: party.ride, needs: false })),
  ])
  const seats = placeEverybody(seekers, plane.labels, { accessible, taken: (label) => plane.taken(label) })
  if (!seats) return undefined
  const found: Found = new Map()
  for (const [i, { party, position }] of seekers.entries()) {
    found.set(party, new Map([...(found.get(party) ?? []), [position, seats[i] ?? '']]))
  }
  return found
}

/** There is no seat for everybody: each party in its turn gets all it needs, or is passed over. */
function asManyAsCan(displaced: readonly Displaced[], plane: Plane, accessible: ReadonlySet<string>): Found {
  // Who finds nothing keeps the label they had: where the new vehicle has such a seat, nobody else may get it.
  for (const { seats, needing, others, ride } of displaced) {
    for (const i of [...needing, ...others]) plane.take(seats[i] ?? '', ride)
  }
  const found: Found = new Map()
  for (const party of displaced) {
    const trial = plane.copy()
    const one: Found = new Map()
    if (!seatNeeding([party], trial, accessible, one) || !seatOthers(party, trial, one)) continue
    const seats = one.get(party.id) ?? new Map<number, string>()
    for (const label of seats.values()) plane.take(label, party.ride)
    found.set(party.id, seats)
  }
  return found
}

function collect(parties: readonly SeatedParty[], displaced: readonly Displaced[], found: Found): Reseating {
  const seats = new Map<string, readonly string[]>()
  const unseated = new Map<string, readonly number[]>()
  for (const { id, seats: former } of parties) {
    const moved = found.get(id)
    seats.set(
      id,
      former.map((label, i) => moved?.get(i) ?? label),
    )
  }
  for (const { id, needing, others } of displaced) {
    if (!found.has(id))
      unseated.set(
        id,
        [...needing, ...others].sort((a, b) => a - b),
      )
  }
  return { seats, unseated }
}
