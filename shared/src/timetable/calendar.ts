import type { Day } from '../base/instants.ts'
import { weekdayOf } from '../base/time.ts'

/** When trips run: a week's pattern within a period, days added, days removed (GTFS calendar, calendar_dates). */
export interface Service {
  /** Bit 0 Monday … bit 6 Sunday. */
  readonly weekdays: number
  readonly from: Day
  readonly to: Day
  readonly added: ReadonlySet<Day>
  readonly removed: ReadonlySet<Day>
}

/** Whether the service runs on the service date. */
export const runsOn = (service: Service, day: Day): boolean =>
  service.added.has(day) ||
  (day >= service.from &&
    day <= service.to &&
    ((service.weekdays >> weekdayOf(day)) & 1) === 1 &&
    !service.removed.has(day))

/** First and last day on which the service runs; undefined when it never does. */
export function spanOf(service: Service): [Day, Day] | undefined {
  const candidates = [...service.added]
  if (service.weekdays !== 0) {
    // Beyond the removed days a full week always holds a running day.
    const reach = service.removed.size + 7
    for (let day = service.from; day <= Math.min(service.to, service.from + reach * 7); day += 1) {
      if (runsOn(service, day)) {
        candidates.push(day)
        break
      }
    }
    for (let day = service.to; day >= Math.max(service.from, service.to - reach * 7); day -= 1) {
      if (runsOn(service, day)) {
        candidates.push(day)
        break
      }
    }
  }
  if (candidates.length === 0) return undefined
  return [candidates.reduce((a, b) => Math.min(a, b)), candidates.reduce((a, b) => Math.max(a, b))]
}
