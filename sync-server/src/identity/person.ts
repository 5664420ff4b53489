import type { Person, ProfileChange } from 'shared/identity/account.ts'
import { type Membership, rolesOf } from 'shared/identity/roles.ts'
import { must } from 'shared/base/result.ts'
import type { Reader, Tx } from '../db/transact.ts'
import { accountById, type AccountRow, changeProfile, membershipsOf } from './store.ts'

export const personOf = (row: AccountRow, memberships: readonly Membership[]): Person => ({
  id: row.id,
  email: row.email,
  name: row.name,
  ...(row.phone !== null && { phone: row.phone }),
  roles: rolesOf(memberships),
  memberships: [...memberships],
})

/** An account as its owner sees it. */
export async function person(reader: Reader, account: string): Promise<Person> {
  const row = must(await reader.get(accountById, { id: account }), 'account of a live session')
  return personOf(row, await reader.all(membershipsOf, { account }))
}

/** Change name or telephone number; what is absent stays. */
export async function changePerson(tx: Tx, account: string, change: ProfileChange): Promise<Person> {
  const row = must(await tx.get(accountById, { id: account }), 'account of a live session')
  const phone = change.phone === undefined ? row.phone : change.phone
  await tx.run(changeProfile, { id: account, name: change.name ?? row.name, phone })
  return person(tx, account)
}

/** The name of an account, for records others see (who scanned a ticket). */
export async function nameOf(reader: Reader, account: string): Promise<string> {
  return must(await reader.get(accountById, { id: account }), 'account').name
}
