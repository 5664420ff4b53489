import type { CacheRow, ScopeRow } from '../../pwa/src/local/cache-db.ts'
import type { Phone } from '../phone/phone.ts'
import { type History, stateText } from './history.ts'
import { holds } from './violation.ts'

const prefix = /^wayfare-cache-\d+-/

/** What each phone shows, against what the server committed. */
export class Caches {
  readonly #dirty = new Set<string>()
  /** Cursor at the last look, by phone, cache and scope. */
  readonly #cursors = new Map<string, { epoch: string; cursor: number }>()

  committed(phone: Phone, database: string): void {
    if (prefix.test(database)) this.#dirty.add(`${phone.name} ${database}`)
  }

  /** A phone's storage went back in time or away. */
  forget(phone: string): void {
    for (const key of this.#cursors.keys()) if (key.startsWith(`${phone} `)) this.#cursors.delete(key)
  }

  look(phones: ReadonlyMap<string, Phone>, history: History): void {
    for (const key of this.#dirty) {
      const [name = '', database = ''] = key.split(' ')
      const phone = phones.get(name)
      if (!phone || phone.disk.isBusy(database)) continue
      this.#dirty.delete(key)
      this.#check(phone, database, history)
    }
  }

  #check(phone: Phone, database: string, history: History): void {
    const owner = database.replace(prefix, '')
    const scopes = phone.disk.rows<ScopeRow>(database, 'scopes')
    const rows = new Map<string, CacheRow[]>()
    for (const row of phone.disk.rows<CacheRow>(database, 'rows'))
      rows.set(row.scope, [...(rows.get(row.scope) ?? []), row])
    const stands = new Map(scopes.map((scope) => [scope.scope, scope]))
    for (const scope of rows.keys()) {
      holds('SM6', stands.has(scope), () => `${phone.name} shows rows of ${scope}, which it does not follow`)
      const [kind, of] = scope.split(/:(.*)/s)
      holds('SM6', kind !== 'account' || of === owner, () => `${phone.name} shows ${scope} to ${owner}`)
    }
    for (const scope of scopes) this.#checkScope(phone, database, scope, rows.get(scope.scope) ?? [], history)
  }

  #checkScope(phone: Phone, database: string, stands: ScopeRow, rows: readonly CacheRow[], history: History): void {
    const { scope, cursor, epoch, healed } = stands
    holds('SM26', healed === 0, () => `${phone.name} found ${scope} at ${cursor} other than the server says it is`)
    if (stands.gone !== null)
      return holds('SM6', rows.length === 0, () => `${phone.name} keeps rows of ${scope}, which is gone`)
    const key = `${phone.name} ${database} ${scope}`
    const before = this.#cursors.get(key)
    this.#cursors.set(key, { epoch, cursor })
    if (before?.epoch === epoch && cursor < before.cursor && cursor !== 0)
      holds('SM7', false, () => `${phone.name}: the cursor of ${scope} went back from ${before.cursor} to ${cursor}`)
    // Room was made by force: the rest comes back with the next snapshot, and the cursor says so.
    if (stands.heal || cursor === 0) return
    const truth = history.of(epoch, scope)?.states.get(cursor)
    // Where units run side by side a head may have been passed before anybody looked.
    if (truth === undefined && history.misses) return
    holds('SM5', truth !== undefined, () => `${phone.name} stands in ${scope} at ${cursor}, which never was`)
    const shown = stateText(rows)
    holds('SM5', shown === truth, () => `${phone.name} shows ${scope} at ${cursor} otherwise than the server had it:\n${shown}\n--- server\n${truth}`) // prettier-ignore
  }
}
