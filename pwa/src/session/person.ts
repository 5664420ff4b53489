import type { Role } from 'shared/identity/roles.ts'

/** Who is signed in, as the server tells it where a session begins; kept on the phone until sign-out. */
export interface Person {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly phone?: string
  readonly roles: readonly Role[]
  readonly memberships: readonly { readonly agency: string; readonly role: Role }[]
}
