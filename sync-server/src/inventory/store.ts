import { statement } from '../db/statement.ts'

export interface DepartureRow {
  readonly status: 'scheduled' | 'cancelled'
  readonly delay_minutes: number | null
  /** JSON: seat label to mask of taken legs. */
  readonly taken: string
  readonly made_at: number
  /** Moves on when the vehicle changes. */
  readonly rev: number
}

export const departureById = statement<{ id: string }, DepartureRow>((k, p) =>
  k('departure')
    .select('status', 'delay_minutes', 'taken', 'made_at', 'rev')
    .where({ id: p('id') }),
)
export const frozenById = statement<{ id: string }, { frozen: string }>((k, p) =>
  k('departure')
    .select('frozen')
    .where({ id: p('id') }),
)
export const agencyById = statement<{ id: string }, { agency: string }>((k, p) =>
  k('departure')
    .select('agency')
    .where({ id: p('id') }),
)
export const insertDeparture = statement<{
  id: string
  agency: string
  day: number
  frozen: string
  now: number
}>((k, p) =>
  k('departure')
    .insert({
      id: p('id'),
      agency: p('agency'),
      service_day: p('day'),
      frozen: p('frozen'),
      status: 'scheduled',
      delay_minutes: null,
      taken: '{}',
      made_at: p('now'),
    })
    .onConflict('id')
    .ignore(),
)
export const setTaken = statement<{ id: string; taken: string }>((k, p) =>
  k.raw('update departure set taken = ? where id = ?', [p('taken'), p('id')]),
)

export const setStatus = statement<{ id: string; status: string }>((k, p) =>
  k.raw('update departure set status = ? where id = ?', [p('status'), p('id')]),
)
export const setDelay = statement<{ id: string; minutes: number | null }>((k, p) =>
  k.raw('update departure set delay_minutes = ? where id = ?', [p('minutes'), p('id')]),
)
export const setFrozen = statement<{ id: string; frozen: string }>((k, p) =>
  k.raw('update departure set frozen = ?, rev = rev + 1 where id = ?', [p('frozen'), p('id')]),
)

export const meet = statement<{ id: string }>((k, p) =>
  k.raw('update departure set status = status where id = ?', [p('id')]),
)

/** How many departures one question may name; a shorter list repeats its last. */
export const takenBatch = 50
export const takenOfMany = statement<Record<string, string>, DepartureRow & { readonly id: string }>((k, p) =>
  k('departure')
    .select('id', 'taken', 'status', 'delay_minutes', 'made_at', 'rev')
    .whereIn(
      'id',
      Array.from({ length: takenBatch }, (_, i) => p(`id${i}`)),
    ),
)

interface SeatLeg {
  readonly departure: string
  readonly seat: string
  readonly leg: number
  readonly booking: string
}
/** The primary key (departure, seat, leg) refuses what is taken: count the rows. */
export const takeLeg = statement<SeatLeg>((k, p) =>
  k('seat_leg')
    .insert({ departure: p('departure'), seat: p('seat'), leg: p('leg'), booking: p('booking') })
    .onConflict(['departure', 'seat', 'leg'])
    .ignore(),
)
/** The legs from one position to another alone: a booking that moves may hold the same seat further on already. */
export const freeLegs = statement<Omit<SeatLeg, 'leg'> & { readonly board: number; readonly alight: number }>((k, p) =>
  k('seat_leg')
    .where({ departure: p('departure'), seat: p('seat'), booking: p('booking') })
    .where('leg', '>=', p('board'))
    .where('leg', '<', p('alight'))
    .delete(),
)
