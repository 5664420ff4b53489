import type { Person } from 'shared/identity/account.ts'
import { create } from 'zustand'

export interface Session {
  /** `starting`: not yet known who was signed in on this phone. */
  readonly phase: 'starting' | 'signed-out' | 'signed-in'
  readonly person: Person | null
  /** The server wants a password again; what waits is safe on the phone. */
  readonly needsSignIn: boolean
}

export const useSession = create<Session>()(() => ({ phase: 'starting', person: null, needsSignIn: false }))
