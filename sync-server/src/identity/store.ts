import type { Role } from 'shared/identity/roles.ts'
import { statement } from '../db/statement.ts'

export interface AccountRow {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly phone: string | null
  readonly password_hash: string
  readonly disabled_at: number | null
}

const accountColumns = ['id', 'email', 'name', 'phone', 'password_hash', 'disabled_at']

/** `key` is the address in lower case. */
export const accountByEmail = statement<{ key: string }, AccountRow>((k, p) =>
  k('account')
    .select(accountColumns)
    .where({ email_key: p('key') }),
)

export const accountById = statement<{ id: string }, AccountRow>((k, p) =>
  k('account')
    .select(accountColumns)
    .where({ id: p('id') }),
)

export const insertAccount = statement<{
  id: string
  email: string
  key: string
  name: string
  phone: string | null
  hash: string
  now: number
}>((k, p) =>
  k('account')
    .insert({
      id: p('id'),
      email: p('email'),
      email_key: p('key'),
      name: p('name'),
      phone: p('phone'),
      password_hash: p('hash'),
      created_at: p('now'),
    })
    .onConflict('email_key')
    .ignore(),
)

export const changeProfile = statement<{ id: string; name: string; phone: string | null }>((k, p) =>
  k('account')
    .where({ id: p('id') })
    .update({ name: p('name'), phone: p('phone') }),
)

export const changePassword = statement<{ id: string; hash: string }>((k, p) =>
  k('account')
    .where({ id: p('id') })
    .update({ password_hash: p('hash') }),
)

export const membershipsOf = statement<{ account: string }, { agency: string; role: Role }>((k, p) =>
  k('membership')
    .select('agency', 'role')
    .where({ account: p('account') })
    .orderBy(['agency', 'role']),
)

export const insertMembership = statement<{ account: string; agency: string; role: string; now: number }>((k, p) =>
  k('membership')
    .insert({ account: p('account'), agency: p('agency'), role: p('role'), created_at: p('now') })
    .onConflict(['account', 'agency', 'role'])
    .ignore(),
)

export const deleteMemberships = statement<{ account: string }>((k, p) =>
  k('membership')
    .where({ account: p('account') })
    .delete(),
)

export interface SessionRow {
  readonly id: string
  readonly account: string
  readonly chain_key: string
  readonly current_hash: string
  readonly previous_hash: string | null
  /** Null while nothing shows that the current token arrived. */
  readonly previous_until: number | null
  readonly ends_at: number
  readonly last_until: number
  readonly ended_at: number | null
}

/** A session that has not ended, of an account that is not closed. */
export const liveSession = statement<
  { session: string; account: string; now: number },
  Pick<SessionRow, 'current_hash' | 'previous_hash' | 'previous_until'>
>((k, p) =>
  k('session')
    .join('account', 'account.id', 'session.account')
    .select('session.current_hash', 'session.previous_hash', 'session.previous_until')
    .where({ 'session.id': p('session'), 'session.account': p('account') })
    .where('session.ends_at', '>', p('now'))
    .whereNull('session.ended_at')
    .whereNull('account.disabled_at'),
)

export const sessionById = statement<{ id: string }, SessionRow>((k, p) => k('session').where({ id: p('id') }))

export const insertSession = statement<{
  id: string
  account: string
  chainKey: string
  hash: string
  now: number
  endsAt: number
  lastUntil: number
}>((k, p) =>
  k('session').insert({
    id: p('id'),
    account: p('account'),
    chain_key: p('chainKey'),
    current_hash: p('hash'),
    created_at: p('now'),
    used_at: p('now'),
    ends_at: p('endsAt'),
    last_until: p('lastUntil'),
  }),
)

export const rotateSession = statement<{
  id: string
  current: string
  previous: string
  now: number
  endsAt: number
}>((k, p) =>
  k('session')
    .where({ id: p('id') })
    .update({
      current_hash: p('current'),
      previous_hash: p('previous'),
      previous_until: null,
      used_at: p('now'),
      ends_at: p('endsAt'),
    }),
)

/** The current token arrived: the one before it is good until then, and no longer. */
export const limitPrevious = statement<{ id: string; current: string; until: number }>((k, p) =>
  k('session')
    .where({ id: p('id'), current_hash: p('current') })
    .whereNull('previous_until')
    .update({ previous_until: p('until') }),
)

export const endSession = statement<{ id: string; now: number; why: string }>((k, p) =>
  k('session')
    .where({ id: p('id') })
    .whereNull('ended_at')
    .update({ ended_at: p('now'), ended_why: p('why') }),
)

export const endSessionsOf = statement<{ account: string; now: number; why: string }>((k, p) =>
  k('session')
    .where({ account: p('account') })
    .whereNull('ended_at')
    .update({ ended_at: p('now'), ended_why: p('why') }),
)

/** Sessions over for long are forgotten. */
export const forgetSessions = statement<{ before: number }>((k, p) =>
  k('session').where('ends_at', '<', p('before')).delete(),
)
