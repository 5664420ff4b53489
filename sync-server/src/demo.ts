import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must } from 'shared/base/result.ts'
import type { RandomBytes } from 'shared/base/random.ts'
import type { Membership } from 'shared/identity/roles.ts'
import type { Context } from './context.ts'
import { appoint, hasAccount } from './identity/staff.ts'
import { give } from './payments/gift.ts'
import { demoSlug, writeDemo } from './timetable/demo/write-demo.ts'
import { importGtfs } from './timetable/import-gtfs.ts'

const dayMs = 86_400_000
/** The demo is imported anew when it covers fewer days than this. */
const leastDays = 60

/** What the demo's passenger finds in the wallet. */
const pocketMoney = { amount: 6000, currency: 'EUR' }

export interface DemoAccount {
  readonly role: 'passenger' | 'conductor' | 'operator'
  readonly email: string
  readonly name: string
}

const people: readonly DemoAccount[] = [
  { role: 'passenger', email: 'passenger@demo.example', name: 'Ona Passenger' },
  { role: 'conductor', email: 'conductor@demo.example', name: 'Jonas Conductor' },
  { role: 'operator', email: 'operator@demo.example', name: 'Rūta Operator' },
]

export interface Demo {
  /** Text for whoever started the server; empty when there is nothing to tell. */
  readonly text: string
}

/** Load the demo network into a database without a feed, keep it fresh, and make its accounts. */
export async function loadDemo(context: Context): Promise<Demo> {
  await loadNetwork(context)
  const timetable = demoTimetable(context)
  if (!timetable) return { text: '' }
  if (context.config.secure) return { text: 'No demo accounts: PUBLIC_URL is https, so this server may be real.' }
  return {
    text: await demoAccounts(
      context,
      timetable.agencies.map((agency) => agency.id),
    ),
  }
}

const demoTimetable = ({ timetables }: Context) => timetables.current().find((held) => held.feed === demoSlug)

async function loadNetwork(context: Context): Promise<void> {
  const { timetables, now, log } = context
  const today = Math.floor(now() / dayMs)
  const held = demoTimetable(context)
  const wanted = held ? held.validTo - today < leastDays : timetables.current().length === 0
  if (!wanted) return
  const folder = await mkdtemp(join(tmpdir(), 'wayfare-demo-'))
  try {
    await writeDemo(folder, today)
    const { report } = await importGtfs(context, { path: folder, feed: demoSlug })
    if (report.verdict !== 'accepted') throw new Error(`The demo network was refused: ${JSON.stringify(report)}`)
    log.info('demo.loaded', { feed: demoSlug })
  } finally {
    await rm(folder, { recursive: true })
  }
  await timetables.refresh()
}

/** The demo's accounts, with passwords of this installation alone. */
async function demoAccounts(context: Context, agencies: readonly string[]): Promise<string> {
  const { db, config, passwords, random } = context
  const file = join(config.dataDir, 'demo-accounts.txt')
  const missing = await Promise.all(people.map(async ({ email }) => !(await hasAccount(db.read, email))))
  if (existsSync(file) && !missing.includes(true)) return readFileSync(file, 'utf8')
  const made = await Promise.all(
    people.map(async (account) => {
      const password = newPassword(random)
      return { ...account, password, hash: await passwords.hash(password) }
    }),
  )
  await db.transact(async (tx) => {
    for (const account of made) {
      const id = await appoint(tx, { ...account, memberships: rolesIn(agencies, account.role) }, random)
      if (account.role === 'passenger') await give(tx, { name: 'demo', account: id, amount: pocketMoney })
    }
  })
  const lines = made.map(({ role, email, password }) => `  ${role.padEnd(10)} ${email.padEnd(24)} ${password}`)
  const text = `Demo accounts of this installation (${file}):\n${lines.join('\n')}\n`
  writeFileSync(file, text, { mode: 0o600 })
  return text
}

const rolesIn = (agencies: readonly string[], role: DemoAccount['role']): Membership[] =>
  role === 'passenger' ? [] : agencies.map((agency) => ({ agency, role }))

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Sixteen letters in four groups: 79 bits, easy to type on a phone. */
export const newPassword = (random: RandomBytes): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => letter(random)).join('')).join('-')

/** Each letter equally likely: a byte beyond the last whole round is drawn again. */
function letter(random: RandomBytes): string {
  const byte = must(random(1)[0], 'a random byte')
  return byte < 248 ? must(letters[byte % letters.length], 'a letter') : letter(random)
}
