import { parseArgs } from 'node:util'
import { email, newPassword, personName } from 'shared/identity/account.ts'
import { type Membership, roles } from 'shared/identity/roles.ts'
import { z } from 'zod'
import { ConfigError, readConfig } from '../sync-server/src/config.ts'
import { StorageUnavailable } from '../sync-server/src/db/transact.ts'
import { newPassword as makePassword } from '../sync-server/src/demo.ts'
import { isGuessable } from '../sync-server/src/identity/register.ts'
import { appoint } from '../sync-server/src/identity/staff.ts'
import { machine, openContext } from '../sync-server/src/open.ts'

const usage = `npm run account -- --email ona@example.org --name "Ona Ž." --role conductor --agency demo:coast [--agency …]

Makes an account with a role, or gives an account that exists this role, a new password, and ends its sessions.
  --role      passenger, conductor or operator
  --agency    for staff: the agency's id, once for each; \`--agency all\` takes those of all current timetables
  --password  read from the variable ACCOUNT_PASSWORD, else made and printed`

const wanted = z.strictObject({
  email,
  name: personName.optional(),
  role: z.enum(roles, `must be one of ${roles.join(', ')}`),
  agency: z.array(z.string()).default([]),
})

interface Place {
  readonly env: Readonly<Record<string, string | undefined>>
}

/** @returns the exit code: 0 made, 2 asked wrongly or could not be done. */
export async function accountCommand(args: readonly string[], { env }: Place): Promise<number> {
  const asked = read(args)
  if (typeof asked === 'string') {
    console.error(`${asked}\n\n${usage}`)
    return 2
  }
  try {
    console.log(await make(asked, env))
    return 0
  } catch (error) {
    const known = error instanceof ConfigError || error instanceof StorageUnavailable || error instanceof AskedWrongly
    if (!known) throw error
    console.error(error.message)
    return 2
  }
}

class AskedWrongly extends Error {}

function read(args: readonly string[]): z.infer<typeof wanted> | string {
  try {
    const text = { type: 'string' } as const
    const { values } = parseArgs({
      args: [...args],
      options: { email: text, name: text, role: text, agency: { type: 'string', multiple: true } },
    })
    const parsed = wanted.safeParse(values)
    if (parsed.success) return parsed.data
    return parsed.error.issues.map((issue) => `--${issue.path.join('.')} ${issue.message}`).join('\n')
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function make(asked: z.infer<typeof wanted>, env: Place['env']): Promise<string> {
  const config = readConfig({ ...env, LOG_LEVEL: env['LOG_LEVEL'] || 'warn' })
  const { context, close } = await openContext(config, machine(config))
  try {
    const memberships = membershipsOf(
      asked,
      context.timetables.current().flatMap((held) => held.agencies.map(({ id }) => id)),
    )
    const name = asked.name ?? asked.email.split('@')[0] ?? asked.email
    const given = env['ACCOUNT_PASSWORD']
    const password = given ? checked(given, { email: asked.email, name }) : makePassword(context.random)
    const hash = await context.passwords.hash(password)
    await context.db.transact((tx) => appoint(tx, { email: asked.email, name, hash, memberships }, context.random))
    const where = memberships.map(({ agency }) => agency).join(', ')
    return `${asked.email} is ${asked.role}${where && ` of ${where}`}.${given ? '' : ` Password: ${password}`}`
  } finally {
    await close()
  }
}

function membershipsOf({ role, agency }: z.infer<typeof wanted>, known: readonly string[]): Membership[] {
  if (role === 'passenger') return []
  const list = `Agencies: ${known.join(', ') || 'none yet; import a timetable first'}.`
  if (agency.length === 0) throw new AskedWrongly(`A ${role} works for an agency: add --agency. ${list}`)
  const chosen = agency.includes('all') ? known : agency
  const unknown = chosen.filter((id) => !known.includes(id))
  if (unknown.length > 0 || chosen.length === 0)
    throw new AskedWrongly(`There is no agency ${unknown.join(', ')}. ${list}`)
  return chosen.map((id) => ({ agency: id, role }))
}

function checked(password: string, about: { email: string; name: string }): string {
  const parsed = newPassword.safeParse(password)
  if (!parsed.success)
    throw new AskedWrongly(`ACCOUNT_PASSWORD ${parsed.error.issues[0]?.message ?? 'is no password'}.`)
  if (isGuessable({ ...about, password }))
    throw new AskedWrongly('ACCOUNT_PASSWORD is among the first that guessers try.')
  return password
}
