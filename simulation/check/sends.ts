import type { Owner } from '../machine/scheduler.ts'
import type { WebRequest } from '../network.ts'
import type { Phone } from '../phone/phone.ts'
import { holds } from './violation.ts'

/** What is on its way from the phones. */
export class Sends {
  readonly #underWay = new Map<WebRequest, { phone: string; by: Owner; ids: readonly string[] }>()

  /** SM25: where tabs can tell who is alive, an intent is in one request at a time. */
  requested(phone: Phone, request: WebRequest, by: Owner): void {
    if (request.path !== '/api/sync' || request.body === undefined || !phone.hasLocks) return
    const { intents } = JSON.parse(request.body) as { intents: readonly { readonly id: string }[] }
    const ids = intents.map(({ id }) => id)
    for (const [other, sent] of this.#underWay) {
      if (!sent.by.alive) this.#underWay.delete(other)
      else if (sent.phone === phone.name) {
        const both = ids.find((id) => sent.ids.includes(id))
        holds('SM25', both === undefined, () => `${both} is sent by ${by.name} while ${sent.by.name} sends it`)
      }
    }
    this.#underWay.set(request, { phone: phone.name, by, ids })
  }

  ended(request: WebRequest): void {
    this.#underWay.delete(request)
  }
}
