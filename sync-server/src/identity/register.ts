import { newId, type RandomBytes } from 'shared/base/random.ts'
import type { RegisterBody } from 'shared/identity/account.ts'
import type { Tx } from '../db/transact.ts'
import { isCommonPassword } from './common-passwords.ts'
import { insertAccount } from './store.ts'

export const emailKey = (email: string): string => email.trim().toLowerCase()

/** Whether the password is one that guessers try first, for this person. */
export const isGuessable = ({ password, email, name }: Pick<RegisterBody, 'password' | 'email' | 'name'>): boolean =>
  isCommonPassword(password, [email, ...email.split(/[@._+-]/), name, ...name.split(/\s+/)])

export interface NewAccount {
  readonly email: string
  readonly name: string
  readonly phone?: string | undefined
  readonly hash: string
}

/** Make an account. @returns its id, or null when the email address has one already. */
export async function register(tx: Tx, account: NewAccount, random: RandomBytes): Promise<string | null> {
  const id = newId(random)
  const made = await tx.run(insertAccount, {
    id,
    email: account.email,
    key: emailKey(account.email),
    name: account.name,
    phone: account.phone ?? null,
    hash: account.hash,
    now: tx.now,
  })
  return made === 1 ? id : null
}
