import type { CacheRow, ScopeRow } from '../../pwa/src/local/cache-db.ts'
import type { OutboxRow } from '../../pwa/src/local/outbox-db.ts'
import { statement } from '../../sync-server/src/db/statement.ts'
import type { Phone } from '../phone/phone.ts'
import type { World } from '../world.ts'
import type { History } from './history.ts'
import { holds } from './violation.ts'

/** So many requests of one phone are plenty in a quiet minute: polls, pokes, a renewed token, three tabs. */
export const mostRequestsInAMinute = 40

/** A poll, the wait of another tab, and an answer. */
const pollingMs = 100_000

/** The cache that its person looks at. */
const cacheOf = (phone: Phone, account: string): string => `wayfare-cache-${phone.pages[0]?.version ?? 1}-${account}`

/** What of a queue can be served: it is not poisonous, waits for no person, and comes after nothing that is or does. */
function served(phone: Phone, account: string, poisoned: ReadonlySet<string>): OutboxRow[] {
  const outbox = phone.disk.rows<OutboxRow>(`wayfare-outbox-${account}`, 'intents')
  const bad = new Set([...poisoned, ...outbox.filter(({ state }) => state === 'stuck').map(({ id }) => id)])
  for (const row of outbox.sort((a, b) => a.n - b.n)) {
    const { after } = JSON.parse(row.envelope) as { after: string[] }
    if (after.some((id) => bad.has(id))) bad.add(row.id)
  }
  return outbox.filter(({ id }) => !bad.has(id))
}

export const unsentOf = (phone: Phone, account: string, poisoned: ReadonlySet<string>): OutboxRow[] =>
  served(phone, account, poisoned).filter(({ state }) => ['queued', 'sending', 'blocked'].includes(state))

/** SM20, SM21: once nothing goes wrong any more, queues empty and phones catch up; what is left waits for a person. */
export function checkAlive(world: World, history: History, poisoned: ReadonlySet<string>): void {
  for (const phone of world.phones.values()) {
    const account = world.userOf.get(phone.name)?.account ?? ''
    const outbox = served(phone, account, poisoned)
    const waiting = unsentOf(phone, account, poisoned)
    holds('SM20', waiting.length === 0, () => `${phone.name} still waits with ${waiting.map(({ id, state, n }) => `${id} ${n} (${state})`).join(', ')}`) // prettier-ignore
    const unsettled = outbox.filter(({ state }) => state === 'final')
    holds('SM20', unsettled.length === 0 || phone.isMixed, () => `${phone.name} has not settled ${unsettled.map(({ id, outcome }) => `${id} ${outcome}`).join(', ')}`) // prettier-ignore
    // A phone that nobody looks at hears of news when somebody does; what was asked on it went up all the same.
    if (!phone.pages.some(({ browser }) => browser.isVisible())) continue
    const scopes = phone.disk.rows<ScopeRow>(cacheOf(phone, account), 'scopes')
    for (const { scope, cursor, gone, staged, heal, epoch, asOf } of scopes) {
      if (gone !== null || !followed(scope, account)) continue
      // One tab hears what is new; a tab of another version finds it at its next poll.
      if (phone.isMixed && asOf !== null && asOf > phone.now() - pollingMs) continue
      const head = history.scopes.get(scope)?.seq ?? 0
      const stands = cursor === head && staged === null && !heal && epoch === history.epoch
      holds('SM21', stands, () => `${phone.name} stands in ${scope} at ${cursor}, the head is ${head}${staged ? ', pages are staged' : ''}${heal ? ', to be healed' : ''}`) // prettier-ignore
    }
  }
}

/** SM13: a booking that is settled is on the phone, as long as nobody made room there. */
export function checkShown(world: World, isForgotten: (id: string) => boolean): void {
  for (const phone of world.phones.values()) {
    const account = world.userOf.get(phone.name)?.account ?? ''
    const cache = cacheOf(phone, account)
    const stands = phone.disk.rows<ScopeRow>(cache, 'scopes').find(({ scope }) => scope === `account:${account}`)
    if (!stands || stands.heal || phone.isMixed) continue
    const shown = new Set(phone.disk.rows<CacheRow>(cache, 'rows').map(({ kind, id }) => `${kind} ${id}`))
    for (const { id, state, outcome } of phone.disk.rows<OutboxRow>(`wayfare-outbox-${account}`, 'intents')) {
      if (state !== 'settled' || outcome === null || isForgotten(id)) continue
      // A refusal that a restored server forgot is not compared, for it cost nobody anything.
      if (world.restored && (JSON.parse(outcome) as { status: string }).status === 'refused') continue
      holds(
        'SM13',
        shown.has(`outcome ${id}`),
        () => `${phone.name} calls ${id} settled and does not show what became of it: ${outcome}`,
      )
    }
  }
}

const staff = statement<object, { account: string }>((k) =>
  k('membership').select('account').whereIn('role', ['conductor', 'operator']),
)

/** SM15: lists of passengers are on the phones of those alone who may read them now. */
export async function checkManifests(world: World): Promise<void> {
  const members = new Set((await world.server.reader.all(staff, {})).map(({ account }) => account))
  for (const phone of world.phones.values()) {
    const account = world.userOf.get(phone.name)?.account ?? ''
    const cache = cacheOf(phone, account)
    for (const { scope, gone } of phone.disk.rows<ScopeRow>(cache, 'scopes'))
      if (scope.startsWith('manifest:') && gone === null)
        holds('SM15', members.has(account), () => `${phone.name} keeps ${scope} and may not`)
  }
}

/** What every phone of an account follows, whatever is on screen. */
const followed = (scope: string, account: string): boolean => scope === 'public' || scope === `account:${account}`
