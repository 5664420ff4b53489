import type { Migration } from '../migrate.ts'
import { identity } from './0001-identity.ts'
import { timetable } from './0002-timetable.ts'
import { booking } from './0003-booking.ts'
import { sync } from './0004-sync.ts'
import { payments } from './0005-payments.ts'
import { bookingLife } from './0006-booking-life.ts'
import { logLayout } from './0007-log-layout.ts'
import { restore } from './0008-restore.ts'
import { moves } from './0009-moves.ts'

/** In order. A room adds its file here; a released one is never edited. */
export const migrations: readonly Migration[] = [
  identity,
  timetable,
  booking,
  sync,
  payments,
  bookingLife,
  logLayout,
  restore,
  moves,
]
