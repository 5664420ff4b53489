import type { Person } from 'shared/identity/account.ts'
import { forgetSearches } from '../local/settings.ts'
import { closeStores, currentStores, device, openStores, useStores } from '../local/stores.ts'
import { withHandle } from '../local/handle.ts'
import { beginQueue, unsentCount } from '../local/queue.ts'
import { channel, clock, locks } from '../sync/browser-ports.ts'
import { startSync, stopSync, syncNow } from '../sync/loop.ts'
import { send, signWith } from '../sync/transport.ts'
import { createAuth } from './auth.ts'
import { noNetwork, type Problem } from './problem.ts'
import { useSession } from './state.ts'

export type { Person, Problem }
export { useSession, type Session } from './state.ts'

const person = 'person'
const tabs = channel('wayfare-session')

const auth = createAuth({
  clock,
  locks,
  channel: channel('wayfare-auth'),
  device,
  send,
  read: async (body) => (await import('./read-session.ts')).readSession(body),
  onPerson: (seen) => {
    void device.facts.put({ key: person, value: seen })
    if (useSession.getState().person?.id === seen.id) useSession.setState({ person: seen })
  },
  onSignInNeeded: (needsSignIn) => useSession.setState({ needsSignIn }),
})

/** Opens the app as whoever was signed in on this phone, with or without a network. Call once. */
export async function startSession(): Promise<void> {
  tabs.listen((message) => {
    if (message === 'signed-out') void leave()
    if (message === 'signed-in') void resume()
  })
  await resume()
  if (useSession.getState().phase === 'signed-out') await auth.settleDebt().catch(() => false)
}

async function resume(): Promise<void> {
  const row = await withHandle(device, () => device.facts.get(person)).catch(() => undefined)
  // Our own record, written at sign-in.
  const known = row?.value as Person | undefined
  if (known) enter(known)
  else if (useSession.getState().phase === 'starting') {
    useStores.setState({ stores: null })
    useSession.setState({ phase: 'signed-out' })
  }
}

/** @returns false when this person is in already. */
function enter(who: Person): boolean {
  if (useSession.getState().person?.id === who.id && currentStores()) return false
  auth.of(who.id)
  signWith(auth)
  const stores = openStores(who.id)
  useSession.setState({ phase: 'signed-in', person: who, needsSignIn: false })
  startSync(stores, auth)
  return true
}

/** Another tab signed out: this one lets go too. Databases are deleted by the tab that asked. */
async function leave(): Promise<void> {
  auth.of(null)
  signWith(undefined)
  await stopSync()
  const open = currentStores()
  open?.outbox.close()
  open?.cache.close()
  useStores.setState({ stores: null })
  useSession.setState({ phase: 'signed-out', person: null, needsSignIn: false })
}

export type SignInResult = { ok: true } | { ok: false; problem: Problem }

export const signIn = (credentials: { email: string; password: string }): Promise<SignInResult> =>
  begin('/api/auth/login', credentials)

export const register = (account: {
  email: string
  password: string
  name: string
  phone?: string
}): Promise<SignInResult> => begin('/api/auth/register', account)

async function begin(path: '/api/auth/login' | '/api/auth/register', body: unknown): Promise<SignInResult> {
  const begun = await auth.begin(path, body)
  if (!begun.ok) return { ok: false, problem: begun.problem ?? noNetwork }
  await device.facts.put({ key: person, value: begun.person })
  const before = useSession.getState().person
  if (before && before.id !== begun.person.id) await forget('keep')
  useSession.setState({ needsSignIn: false })
  if (!enter(begun.person)) void syncNow()
  const stores = currentStores()
  if (stores) await withHandle(stores.outbox, () => beginQueue(stores.outbox))
  tabs.post('signed-in')
  return { ok: true }
}

/** What becomes of a queue at sign-out: sent first, kept for this account alone, or deleted. */
export type SignOutChoice = 'send' | 'seal' | 'discard'

/** `waiting`: with `send`, how many could not be sent; the person is still signed in then. */
export async function signOut(choice: SignOutChoice): Promise<{ ok: true } | { ok: false; waiting: number }> {
  if (choice === 'send') await syncNow()
  const waiting = choice === 'send' ? await waitingHere() : 0
  if (waiting > 0) return { ok: false, waiting }
  await device.facts.delete(person)
  await forget(choice === 'discard' ? 'discard' : 'keep')
  useSession.setState({ phase: 'signed-out', person: null, needsSignIn: false })
  await auth.end()
  return { ok: true }
}

async function waitingHere(): Promise<number> {
  const stores = currentStores()
  return stores ? unsentCount(stores.outbox) : 0
}

/** Takes the person off this phone, all but an outbox in which something waits that is to be kept. */
async function forget(waiting: 'keep' | 'discard'): Promise<void> {
  auth.of(null)
  signWith(undefined)
  await stopSync()
  tabs.post('signed-out')
  await closeStores(waiting)
  forgetSearches()
}
