import type { RecordKind } from 'shared/records.ts'
import type { RecordSource } from '../db/record-source.ts'
import { source as booking } from '../booking/records.ts'
import { source as waiting } from '../booking/waiting-records.ts'
import { payments as payment, wallets as wallet } from '../payments/records.ts'
import { sold, source as departure } from '../inventory/records.ts'
import { boardingEvents, manifestEntries, ticketKeys, tickets } from '../tickets/records.ts'
import { source as pack } from '../timetable/records.ts'
import { outcomes } from './outcomes.ts'

/** Where each kind of record is read: a kind without its room does not compile. */
export const sources: { readonly [K in RecordKind]: RecordSource<K> } = {
  'ticket-key': ticketKeys,
  pack,
  departure,
  'departure-sold': sold,
  booking,
  waiting,
  ticket: tickets,
  outcome: outcomes,
  wallet,
  payment,
  'manifest-entry': manifestEntries,
  'boarding-event': boardingEvents,
}
