import type { Membership } from 'shared/identity/roles.ts'
import { must } from 'shared/base/result.ts'
import type { RandomBytes } from 'shared/base/random.ts'
import type { Reader, Tx } from '../db/transact.ts'
import { emailKey, type NewAccount, register } from './register.ts'
import { accountByEmail, changePassword, deleteMemberships, endSessionsOf, insertMembership } from './store.ts'

/**
 * Make an account with roles, or give an account that exists new ones: its memberships are replaced, its password
 * changed and its sessions ended. Only scripts on the server's own machine call this.
 * @returns the account's id.
 */
export async function appoint(
  tx: Tx,
  account: NewAccount & { readonly memberships: readonly Membership[] },
  random: RandomBytes,
): Promise<string> {
  const made = await register(tx, account, random)
  const id = made ?? must(await tx.get(accountByEmail, { key: emailKey(account.email) }), 'account in the way').id
  if (made === null) {
    await tx.run(changePassword, { id, hash: account.hash })
    await tx.run(endSessionsOf, { account: id, now: tx.now, why: 'password-changed' })
    await tx.run(deleteMemberships, { account: id })
  }
  for (const { agency, role } of account.memberships) {
    await tx.run(insertMembership, { account: id, agency, role, now: tx.now })
  }
  return id
}

export const hasAccount = async (reader: Reader, email: string): Promise<boolean> =>
  (await reader.get(accountByEmail, { key: emailKey(email) })) !== undefined
