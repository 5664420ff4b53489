import { statement } from '../db/statement.ts'

/** Holds whose deadline has come, the oldest first. */
export const overdueHolds = statement<{ now: number }, { id: string }>((k, p) =>
  k('booking')
    .select('id')
    .where({ status: 'held' })
    .where('held_until', '<=', p('now'))
    .orderBy(['held_until', 'id'])
    .limit(100),
)
export const setExpired = statement<{ id: string }>((k, p) =>
  k.raw(`update booking set status = 'expired', due = 0, rev = rev + 1 where id = ?`, [p('id')]),
)
export const setConfirmed = statement<{ id: string }>((k, p) =>
  k.raw(`update booking set status = 'confirmed', due = 0, held_until = null, rev = rev + 1 where id = ?`, [p('id')]),
)
export const setTicket = statement<{ booking: string; position: number; ticket: string }>((k, p) =>
  k.raw('update booking_passenger set ticket = ? where booking = ? and position = ?', [
    p('ticket'),
    p('booking'),
    p('position'),
  ]),
)

/** Rides that arrived and whose points were not dealt with, from a place in their order. */
export const arrived = statement<{ now: number; after: number; id: string }, { id: string; ends_at: number }>((k, p) =>
  k.raw(
    `select id, ends_at from booking
     where earned = 0 and status = 'confirmed' and ends_at <= ? and (ends_at > ? or (ends_at = ? and id > ?))
     order by ends_at, id limit 100`,
    [p('now'), p('after'), p('after'), p('id')],
  ),
)
export const setEarned = statement<{ id: string }>((k, p) =>
  k.raw('update booking set earned = 1 where id = ?', [p('id')]),
)
