import type { Day, ServiceTime } from '../base/instants.ts'
import { dayOfText, dayText } from '../base/time.ts'

export interface DepartureName {
  readonly trip: string
  readonly day: Day
  /** Start of a run of a frequency, seconds of the service date. */
  readonly start?: ServiceTime
}

const two = (n: number): string => String(n).padStart(2, '0')

/** Trip id, `@`, service date as YYYYMMDD; a run of a frequency adds `T` and its start, HHMMSS, hours may pass 24. */
export function departureIdOf(trip: string, day: Day, start?: ServiceTime): string {
  const run =
    start === undefined
      ? ''
      : `T${two(Math.floor(start / 3600))}${two(Math.floor(start / 60) % 60)}${two(Math.floor(start) % 60)}`
  return `${trip}@${dayText(day)}${run}`
}

/** Parsed from the right, since a trip id is free text. Undefined when the text is no departure id. */
export function parseDepartureId(id: string): DepartureName | undefined {
  const found = /^(.+)@(\d{8})(?:T(\d{2,3})(\d{2})(\d{2}))?$/s.exec(id)
  const [, trip, date, hours, minutes, seconds] = found ?? []
  const day = dayOfText(date ?? '')
  if (trip === undefined || day === undefined) return undefined
  if (hours === undefined) return { trip, day }
  if (Number(minutes) > 59 || Number(seconds) > 59) return undefined
  return { trip, day, start: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) }
}

/** The feed that names an id of a stop, trip or departure: the text before its first colon. */
export const feedOf = (id: string): string => id.slice(0, Math.max(0, id.indexOf(':')))
