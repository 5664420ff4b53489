import type { Departure } from 'shared/timetable/timetable.ts'
import { clockText } from '../../words/format.ts'
import { words } from '../../words/words.ts'

/** "08:15 to Klaipėda" */
export function placeName({ calls, headsign }: Departure): string {
  const [first] = calls
  const last = calls.at(-1)
  return words.conductor.to(first ? clockText(first.departureAt, first.zone) : '', headsign || (last?.name ?? ''))
}
