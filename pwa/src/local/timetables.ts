import type { Timetable } from 'shared/timetable/pack.ts'

/** The timetables this phone holds, opened. `timetables` is empty when it holds none yet. */
export interface Timetables {
  readonly timetables: readonly Timetable[]
  /** Last day with service, YYYYMMDD: the earliest of the packs. Null without a pack. */
  readonly goodUntil: string | null
  /** When the server last confirmed that these are the current packs, by the phone's clock. */
  readonly syncedAt: number | null
}
