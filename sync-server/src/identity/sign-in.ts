import { passwordBytes, type SignInBody } from 'shared/identity/account.ts'
import type { Reader } from '../db/transact.ts'
import type { Passwords } from './passwords.ts'
import { emailKey } from './register.ts'
import { accountByEmail } from './store.ts'

/**
 * The account whose email and password these are; null otherwise. An unknown address, a closed account and a password
 * too long for bcrypt take as long as a wrong password: nobody learns from the clock who has an account.
 */
export async function accountOf(reader: Reader, passwords: Passwords, asked: SignInBody): Promise<string | null> {
  const row = await reader.get(accountByEmail, { key: emailKey(asked.email) })
  const usable = row?.disabled_at === null && Buffer.byteLength(asked.password) <= passwordBytes
  const right = await passwords.verify(asked.password.slice(0, passwordBytes), usable ? row.password_hash : null)
  return right && row ? row.id : null
}
