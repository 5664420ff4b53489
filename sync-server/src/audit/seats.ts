import { maskText } from 'shared/inventory/legs.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import { seatsOf } from 'shared/inventory/seat-map.ts'
import { departureSold } from 'shared/records.ts'
import { defaultSeatMap } from 'shared/timetable/vehicles.ts'
import { z } from 'zod'
import type { Reader } from '../db/transact.ts'
import type { Check } from './check.ts'
import { json } from './json.ts'
import { departuresAfter, lackingSeats, type LegRow, legsOf, sharedLegs, strayLegs } from './store-seats.ts'
import { queryCheck, streamById } from './store-pages.ts'

const legText = ({ departure, seat, leg }: LegRow): string => `departure ${departure} seat ${seat} leg ${leg}`

const oneHolder = queryCheck({ number: 'AU1', says: 'A leg of a seat has one holder.' }, sharedLegs, (row) => ({
  at: legText(row),
  why: `has ${row.holders} holders`,
}))

const entitled = queryCheck(
  {
    number: 'AU2',
    says: 'Who holds a leg is a booking held or confirmed that has, or waits to move to, that ride and seat.',
  },
  strayLegs,
  (row) => ({ at: legText(row), why: `is held by booking ${row.booking} (${row.status ?? 'none of this departure'})` }),
)

const whole = queryCheck(
  {
    number: 'AU3',
    says: 'A booking held or confirmed holds every leg of its ride on each of its seats, and of one it waits to move to.',
  },
  lackingSeats,
  ({ id, seat, held, wanted }) => ({ at: `booking ${id}`, why: `holds ${held} of ${wanted} legs of seat ${seat}` }),
)

const masks = z.record(z.string(), z.string())

/** Seat label to mask of taken legs, from the legs themselves. */
async function takenBySeat(reader: Reader, departure: string): Promise<Map<string, bigint>> {
  const taken = new Map<string, bigint>()
  for (const { seat, leg } of await reader.all(legsOf, { departure })) {
    taken.set(seat, (taken.get(seat) ?? 0n) | (1n << BigInt(leg)))
  }
  return taken
}

const projected: Check = {
  number: 'AU4',
  says: 'What a departure says is taken is what is taken.',
  async *find(reader) {
    for await (const { id, taken } of streamById(reader, departuresAfter)) {
      const told = masks.safeParse(json(taken)).data
      const truth = await takenBySeat(reader, id)
      if (told === undefined) yield { at: `departure ${id}`, why: 'tells of its seats in no readable form' }
      for (const seat of new Set([...Object.keys(told ?? {}), ...truth.keys()])) {
        const held = maskText(truth.get(seat) ?? 0n)
        const said = told?.[seat] ?? '0'
        if (said !== held) yield { at: `departure ${id} seat ${seat}`, why: `says legs ${said}, taken are ${held}` }
      }
    }
  },
}

const onBoard: Check = {
  number: 'AU5',
  says: 'A seat that is taken is one of the vehicle, unless who lost it to another vehicle is asked; a leg is one of the way.',
  async *find(reader) {
    for await (const { id, frozen } of streamById(reader, departuresAfter)) {
      const departure = departureSold.safeParse(json(frozen)).data
      if (departure === undefined) {
        yield { at: `departure ${id}`, why: 'is not readable as it was sold' }
        continue
      }
      const map = seatMaps[departure.seatMap] ?? seatMaps[defaultSeatMap]
      const labels = new Set(map ? seatsOf(map).map(({ label }) => label) : [])
      const legs = departure.calls.length - 1
      for (const { seat, leg, choice } of await reader.all(legsOf, { departure: id })) {
        const at = legText({ departure: id, seat, leg })
        const asked = choice === 'seat-lost' || choice === 'departure-cancelled'
        if (!labels.has(seat) && !asked) yield { at, why: 'is no seat of the vehicle' }
        if (leg < 0 || leg >= legs) yield { at, why: `is no leg of ${legs}` }
      }
    }
  },
}

export const seatChecks: readonly Check[] = [oneHolder, entitled, whole, projected, onBoard]
