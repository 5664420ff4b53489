import type { ScopeRow } from '../../pwa/src/local/cache-db.ts'
import type { OutboxRow } from '../../pwa/src/local/outbox-db.ts'
import type { Outcome } from 'shared/sync/envelope.ts'
import type { Phone } from '../phone/phone.ts'
import type { History } from './history.ts'
import { holds } from './violation.ts'

/** SM13: an intent settles when its account on the phone has come as far as its outcome says. */
export class Settled {
  readonly #dirty = new Set<string>()
  readonly #seen = new Set<string>()

  committed(phone: Phone, database: string): void {
    if (database.startsWith('wayfare-outbox-')) this.#dirty.add(`${phone.name} ${database}`)
  }

  look(phones: ReadonlyMap<string, Phone>, history: History): void {
    for (const key of this.#dirty) {
      const [name = '', database = ''] = key.split(' ')
      const phone = phones.get(name)
      if (!phone || phone.disk.isBusy(database)) continue
      this.#dirty.delete(key)
      for (const row of phone.disk.rows<OutboxRow>(database, 'intents')) {
        if (row.state !== 'settled' || row.outcome === null || this.#seen.has(`${name} ${row.id}`)) continue
        this.#seen.add(`${name} ${row.id}`)
        this.#check(phone, database.replace('wayfare-outbox-', ''), JSON.parse(row.outcome) as Outcome, history)
      }
    }
  }

  #check(phone: Phone, account: string, { id, at }: Outcome, history: History): void {
    const scope = `account:${account}`
    const caches = phone.disk
      .names()
      .filter((name) => name.startsWith('wayfare-cache-') && name.endsWith(`-${account}`))
    if (caches.some((cache) => phone.disk.isBusy(cache))) return
    const stands = caches
      .flatMap((cache) => phone.disk.rows<ScopeRow>(cache, 'scopes'))
      .filter((one) => one.scope === scope)
      // What was dropped to make room, or belongs to another life of the server, says nothing.
      .filter(({ heal, cursor, epoch }) => !heal && cursor > 0 && epoch === history.epoch)
    if (stands.length === 0) return
    const reached = at[scope] ?? 0
    const cursors = stands.map(({ cursor }) => cursor)
    holds('SM13', cursors.some((cursor) => cursor >= reached), () => `${phone.name} calls ${id} settled, which reached ${scope} at ${reached}, and stands there at ${cursors.join()}`) // prettier-ignore
  }
}
