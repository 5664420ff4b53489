import { localDay } from 'shared/base/time.ts'
import { departuresOn } from 'shared/timetable/departures.ts'
import type { Timetable } from 'shared/timetable/pack.ts'
import type { DepartureLine } from 'shared/timetable/timetable.ts'

/** How long after its arrival a departure still stands with those on the way. */
const lingers = 30 * 60_000

export interface Runs {
  /** Left and not yet arrived (or just). */
  readonly onTheWay: readonly DepartureLine[]
  readonly next: readonly DepartureLine[]
  readonly over: readonly DepartureLine[]
}

/** Today's departures of some agencies, and yesterday's that are still on the way. */
export function runsOf(timetables: readonly Timetable[], agencies: readonly string[], now: number): Runs {
  const lines = timetables.flatMap((timetable) => {
    const today = localDay(now, timetable.zone)
    return agencies.flatMap((agency) => [
      ...departuresOn([timetable], today - 1, agency).filter((line) => line.last.at + lingers > now),
      ...departuresOn([timetable], today, agency),
    ])
  })
  lines.sort((a, b) => a.first.at - b.first.at || (a.id < b.id ? -1 : 1))
  return {
    onTheWay: lines.filter((line) => line.first.at <= now && line.last.at + lingers > now),
    next: lines.filter((line) => line.first.at > now),
    over: lines.filter((line) => line.last.at + lingers <= now).reverse(),
  }
}

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Departures of which every word typed begins a word: of the time (08:15 or 815), line, headsign, first or last stop. */
export function findRuns(
  lines: readonly DepartureLine[],
  typed: string,
  clockOf: (line: DepartureLine) => string,
): DepartureLine[] {
  const asked = folded(typed).split(/\s+/).filter(Boolean)
  return lines.filter((line) => {
    const clock = clockOf(line)
    const texts = [line.route.short, line.route.long, line.headsign, line.first.name, line.last.name].map(folded)
    const words = [clock, clock.replace(':', ''), clock.replace(/^0/, ''), clock.replace(':', '').replace(/^0/, '')]
    words.push(...texts.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u)), ...texts)
    return asked.every((word) => words.some((own) => own.startsWith(word)))
  })
}
