import { salesClose } from 'shared/booking/sale.ts'
import type { Server } from '../server/server.ts'
import { holds } from './violation.ts'

interface Sold {
  readonly id: string
  readonly departure: string
  readonly board: number
  readonly booked_at: number
}

const hour = 3_600_000
const minute = 60_000

/** SM27: nothing is sold on a coach whose sales are over. */
export class Sales {
  /** The longest delay that a departure was seen to have, minutes. */
  readonly #delays = new Map<string, number>()

  check({ eyes }: Server): void {
    const delays = eyes
      .prepare<[], { id: string; delay: number }>('select id, coalesce(delay_minutes, 0) as delay from departure')
      .all()
    for (const { id, delay } of delays) this.#delays.set(id, Math.max(delay, this.#delays.get(id) ?? 0))
    const sold = eyes.prepare<[], Sold>('select id, departure, board, booked_at from booking').all()
    for (const { id, departure, board, booked_at } of sold) {
      const end = leavesAt(departure, board) + (this.#delays.get(departure) ?? 0) * minute - salesClose
      holds(
        'SM27',
        booked_at < end,
        () => `booking ${id} of ${departure} was sold ${booked_at - end} ms after sales had ended`,
      )
    }
  }
}

/** The line of a world has a stop each hour, and is two hours ahead of UTC: `f:t9@20261124` leaves its second stop at 8 UTC. */
function leavesAt(departure: string, stop: number): number {
  const [, at = '', year = '', month = '', day = ''] = /^f:t(\d+)@(\d{4})(\d\d)(\d\d)$/.exec(departure) ?? []
  return Date.UTC(Number(year), Number(month) - 1, Number(day)) + (Number(at) - 2 + stop) * hour
}
