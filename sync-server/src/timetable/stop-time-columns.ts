import type { PickupType } from 'shared/timetable/timetable.ts'
import type { StopTimeRow } from 'shared/timetable/gtfs/rows.ts'
import type { Stored } from './store-rows.ts'

/** Texts by number. */
class Texts {
  readonly #values: string[] = []
  readonly #known = new Map<string, number>()
  number(text: string): number {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    this.#known.set(text, this.#values.length)
    return this.#values.push(text) - 1
  }
  text(number: number): string {
    return this.#values[number] ?? ''
  }
}

const pickupTypes: readonly PickupType[] = [0, 1, 2, 3]
const pickupType = (n: number): PickupType => pickupTypes[n] ?? 1
/** Numbers kept of each stop time: trip, sequence, stop, arrival, departure, headsign (-1: none), flags. */
const width = 7

/** All stop times of a feed at 36 bytes each, in the order in which they were added. */
export class StopTimeColumns implements Iterable<StopTimeRow> {
  #numbers = new Int32Array(width * 4096)
  #distances = new Float64Array(4096)
  #count = 0
  readonly #texts = new Texts()

  get length(): number {
    return this.#count
  }

  add(row: Stored<StopTimeRow>): void {
    if (this.#count === this.#distances.length) this.#grow()
    const headsign = row.headsign === null ? -1 : this.#texts.number(row.headsign)
    const flags = row.pickup | (row.dropOff << 2) | (row.approximate << 4)
    const [trip, stop] = [this.#texts.number(row.trip), this.#texts.number(row.stop)]
    this.#numbers.set([trip, row.sequence, stop, row.arrival, row.departure, headsign, flags], this.#count * width)
    this.#distances[this.#count] = row.distance ?? NaN
    this.#count += 1
  }

  #grow(): void {
    const [numbers, distances] = [this.#numbers, this.#distances]
    this.#numbers = new Int32Array(numbers.length * 2)
    this.#numbers.set(numbers)
    this.#distances = new Float64Array(distances.length * 2)
    this.#distances.set(distances)
  }

  *[Symbol.iterator](): Generator<StopTimeRow> {
    for (let i = 0; i < this.#count; i += 1) {
      const at = (k: number) => this.#numbers[i * width + k] ?? 0
      const flags = at(6)
      const distance = this.#distances[i] ?? NaN
      yield {
        trip: this.#texts.text(at(0)),
        sequence: at(1),
        stop: this.#texts.text(at(2)),
        arrival: at(3),
        departure: at(4),
        approximate: (flags & 16) !== 0,
        pickup: pickupType(flags & 3),
        dropOff: pickupType((flags >> 2) & 3),
        headsign: at(5) < 0 ? null : this.#texts.text(at(5)),
        distance: Number.isNaN(distance) ? null : distance,
      }
    }
  }
}
