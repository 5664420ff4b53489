import type { RecordSource } from '../db/record-source.ts'
import { stateOf } from './allocate.ts'
import { frozenDeparture, takenOf } from './departures.ts'
import { departureById } from './store.ts'

/** A departure as it was sold; it never changes. */
export const sold: RecordSource<'departure-sold'> = async (reader, id) => [
  { scope: `departure:${id}`, value: (await frozenDeparture(reader, id)) ?? null, rev: 0 },
]

/** The state of a departure: public, nothing per booking. */
export const source: RecordSource<'departure'> = async (reader, id) => {
  const row = await reader.get(departureById, { id })
  const departure = await frozenDeparture(reader, id)
  if (!row || !departure) return [{ scope: `departure:${id}`, value: null, rev: 0 }]
  const running = { status: row.status, delayMinutes: row.delay_minutes }
  return [{ scope: `departure:${id}`, value: stateOf({ departure, running }, takenOf(row.taken)), rev: 0 }]
}
