import type { WebRequest } from '../network.ts'
import type { Phone } from '../phone/phone.ts'
import { claimOf } from './claims.ts'
import { holds } from './violation.ts'

/** As long as this after its successor was used a cookie still gives the same successor. */
const graceMs = 60_000

interface Grant {
  /** Names the successor in the access tokens that came with it. */
  readonly link: string
  readonly at: number
  /** The grant before it. */
  readonly before: number
  /** When the phone first showed that it arrived. */
  readonly usedAt?: number
}

/** SM24: a phone that lost answers to renewals asks again with the same cookie, and is not taken for a thief. */
export class Renewals {
  /** Each phone's last renewal. */
  readonly #granted = new Map<string, Grant>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  answered(phone: Phone, { path, headers }: WebRequest, { status, body }: { status: number; body: string }): void {
    if (path === '/api/auth/login' || path === '/api/auth/logout') this.#granted.delete(phone.name)
    const last = this.#granted.get(phone.name)
    const now = this.#now()
    if (path !== '/api/auth/refresh') {
      const arrived = last && claimOf(headers?.['Authorization'] ?? '', 'link') === last.link
      if (arrived && status !== 401) this.#granted.set(phone.name, { usedAt: now, ...last })
      return
    }
    if (status === 200) {
      const link = claimOf((JSON.parse(body) as { accessToken: string }).accessToken, 'link')
      if (link !== last?.link) this.#granted.set(phone.name, { link, at: now, before: last?.at ?? -Infinity })
      return
    }
    // Of two renewals within a minute the first may have come late, with a cookie that is older than both.
    const lostAlone = status === 401 && last && now - last.before > graceMs && now - (last.usedAt ?? now) < graceMs
    holds('SM24', !lostAlone, () => `${phone.name} was signed out by the loss of an answer`)
  }

  /** Sessions were ended on purpose. */
  ended(): void {
    this.#granted.clear()
  }
}
