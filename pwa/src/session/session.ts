import { create } from 'zustand'
import type { Person } from 'shared/identity/account.ts'
import type { Problem } from './problem.ts'

export type { Person, Problem }

export interface Session {
  /** `starting`: not yet known who was signed in on this phone. */
  readonly phase: 'starting' | 'signed-out' | 'signed-in'
  readonly person: Person | null
  /** The server wants a password again; what waits is safe on the phone. */
  readonly needsSignIn: boolean
}

export const useSession = create<Session>()(() => ({ phase: 'starting', person: null, needsSignIn: false }))

export type SignInResult = { ok: true } | { ok: false; problem: Problem }

export async function signIn(credentials: { email: string; password: string }): Promise<SignInResult> {
  void credentials
  return { ok: false, problem: { status: 0, code: 'no-network', title: '', detail: '' } }
}

export async function register(account: {
  email: string
  password: string
  name: string
  phone?: string
}): Promise<SignInResult> {
  return signIn(account)
}

/** What becomes of a queue at sign-out: sent first, kept for this account alone, or deleted. */
export type SignOutChoice = 'send' | 'seal' | 'discard'

/** `waiting`: with `send`, how many could not be sent; the person is still signed in then. */
export async function signOut(choice: SignOutChoice): Promise<{ ok: true } | { ok: false; waiting: number }> {
  void choice
  return { ok: true }
}
