import type { WebRequest } from '../network.ts'
import type { Phone } from '../phone/phone.ts'
import { holds } from './violation.ts'

/** As long as this a cookie whose successor was lost still gives the same successor. */
const graceMs = 60_000

/** SM24: a phone that lost the answer to a renewal asks again with the same cookie, and is not taken for a thief. */
export class Renewals {
  /** When each phone's last two renewals were granted. */
  readonly #granted = new Map<string, readonly number[]>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  answered(phone: Phone, { path }: WebRequest, { status }: { status: number }): void {
    if (path === '/api/auth/login' || path === '/api/auth/logout') this.#granted.delete(phone.name)
    if (path !== '/api/auth/refresh') return
    const [last = -Infinity, before = -Infinity] = this.#granted.get(phone.name) ?? []
    const now = this.#now()
    // The same successor given once more does not begin the grace anew.
    if (status === 200) return void (now - last < graceMs || this.#granted.set(phone.name, [now, last]))
    const lostAlone = status === 401 && now - last < graceMs && now - before > graceMs
    holds('SM24', !lostAlone, () => `${phone.name} was signed out by the loss of an answer`)
  }

  /** Sessions were ended on purpose. */
  ended(): void {
    this.#granted.clear()
  }
}
