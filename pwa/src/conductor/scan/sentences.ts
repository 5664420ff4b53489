import { localDay } from 'shared/base/time.ts'
import type { Reason } from 'shared/tickets/evidence.ts'
import { runOf } from 'shared/tickets/run.ts'
import { departureOf, departuresOn } from 'shared/timetable/departures.ts'
import type { Departure } from 'shared/timetable/timetable.ts'
import { clockText, dateText, dayText, moneyText, spanText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import type { Shift } from '../shift/use-shift.ts'

export interface Telling {
  readonly shift: Pick<Shift, 'departure' | 'timetables' | 'stop'>
  /** Name of this phone, and the boarding stop of the ticket. */
  readonly device: string | null
  readonly board: number
}

/** One reason as a conductor reads it. */
export function sentenceOf(reason: Reason, telling: Telling): string {
  const text = words.conductor.sentences
  const { calls } = telling.shift.departure
  const name = (stop: number): string => calls[stop]?.name ?? words.conductor.manifest.stopOf(stop + 1, calls.length)
  const zone = calls[0]?.zone
  switch (reason.verdict) {
    case 'valid':
      return text.valid
    case 'valid-not-on-manifest':
      return text.notListed
    case 'missing-from-manifest':
      return text.missing
    case 'not-a-ticket':
      return words.conductor.scan.notOurs
    case 'not-confirmed':
      return text.notConfirmed
    case 'unknown-key':
      return text.unknownKey
    case 'key-revoked':
      return text.keyRevoked
    case 'forged':
      return text.forged
    case 'device-revoked':
      return text.deviceRevoked
    case 'cancelled':
      return text.cancelled(reason.at === null ? null : dateText(reason.at, zone))
    case 'superseded':
      return text.superseded(reason.at === null ? null : dateText(reason.at, zone), reason.seat)
    case 'wrong-date':
    case 'wrong-departure':
      return elsewhere(reason, telling)
    case 'already-boarded':
      return text.alreadyBoarded(clockText(reason.at, zone), name(reason.boarding.stop), boardedBy(reason, telling))
    case 'board-later':
      return text.boardLater(name(reason.stop), reason.stop === telling.shift.stop + 1)
    case 'leg-ended':
      return text.legEnded(name(reason.stop))
    case 'seat-moved':
      return text.seatMoved(reason.seat)
    case 'clock-suspect':
      return text.clockSuspect(spanText(Math.abs(reason.offBy)))
    case 'too-early':
      return text.tooEarly(clockText(reason.at, zone))
    case 'too-late':
      return text.tooLate(clockText(reason.at, zone))
    case 'cash-due':
      return text.cashDue(moneyText(reason.due))
  }
}

type Boarded = Extract<Reason, { verdict: 'already-boarded' }>

function boardedBy({ boarding }: Boarded, { device }: Telling): string {
  const text = words.conductor.sentences
  if (boarding.device === device) return text.byThisPhone
  return boarding.byName === undefined ? text.byOtherPhone : text.by(boarding.byName)
}

type Elsewhere = Extract<Reason, { verdict: 'wrong-date' | 'wrong-departure' }>

/** Which day and which departure a ticket is for, as far as the timetable on this phone knows the run. */
function elsewhere(reason: Elsewhere, telling: Telling): string {
  const text = words.conductor.sentences
  const meant = departureOfRun(reason, telling)
  const call = meant?.calls[telling.board]
  if (reason.verdict === 'wrong-departure') {
    if (meant === undefined || call === undefined) return text.otherDeparture
    const [local, here] = [localDay(call.departureAt, call.zone), telling.shift.departure.calls[telling.shift.stop]]
    // After midnight the clock alone would name a coach of this morning.
    const otherDay = here && local !== localDay(here.departureAt, here.zone) ? `, ${dayText(local)}` : ''
    return text.wrongDeparture(words.conductor.to(clockText(call.departureAt, call.zone), meant.headsign) + otherDay)
  }
  const near = reason.day - telling.shift.departure.day
  const day = dayText(reason.day)
  const when = call === undefined ? day : text.at(day, clockText(call.departureAt, call.zone))
  return text.wrongDate(near === 1 ? text.tomorrow(when) : near === -1 ? text.yesterday(when) : when)
}

function departureOfRun({ run, day }: Elsewhere, { shift }: Telling): Departure | undefined {
  // A night coach leaves its first stop on the local date after its service date at the latest.
  for (const local of [day, day + 1]) {
    const line = departuresOn(shift.timetables, local).find((each) => each.day === day && runOf(each.id) === run)
    if (line !== undefined) return departureOf(shift.timetables, line.id)
  }
  return undefined
}
