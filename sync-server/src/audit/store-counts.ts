import { statement } from '../db/statement.ts'

const tables = {
  departures: 'departure',
  'seat legs': 'seat_leg',
  bookings: 'booking',
  postings: 'ledger_posting',
  'card payments': 'payment',
  tickets: 'ticket',
  'boarding events': 'boarding_event',
  intents: 'intent',
  scopes: 'scope_head',
  'rows told': 'change_log',
} as const

/** How much there is of what is looked at, by its name. */
export const counts = statement<object, { readonly name: string; readonly rows: number | string }>((k) =>
  k.raw(
    Object.entries(tables)
      .map(([name, table]) => `select '${name}' as name, count(*) as rows from ${table}`)
      .join(' union all '),
  ),
)
