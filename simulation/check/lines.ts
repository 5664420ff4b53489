import type { World } from '../world.ts'
import { holds } from './violation.ts'

interface Party {
  readonly id: string
  readonly status: string
  readonly why: string | null
  readonly seats: number
  readonly board: number
  readonly alight: number
  readonly departure: string
  readonly booked: number | null
}

/** SM58: a party of a waiting list got seats for all of it or for none. */
export function checkParties({ server: { eyes } }: World): void {
  const parties = eyes
    .prepare<[], Party>(
      `select w.id, w.status, w.why, w.seats, w.board, w.alight, w.departure,
         (select count(*) from booking_passenger p where p.booking = w.id) as booked from waiting_party w`,
    )
    .all()
  for (const { id, status, seats, booked } of parties)
    holds('SM58', booked === (status === 'served' ? seats : 0), () => `party ${id} of ${seats} (${status}) has ${booked} seats`) // prettier-ignore
}
