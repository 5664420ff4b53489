import type { MadeWhen } from 'shared/booking/changes.ts'
import type { Context } from '../context.ts'
import { type Actor, actorOf } from '../identity/actor.ts'
import type { Database, Reader, Tx } from '../db/transact.ts'
import { contactRow, putContact } from './contact-store.ts'

/** When a device was last heard, by the server's clock, and how far its own clock was behind then. */
export interface Contact {
  readonly at: number
  readonly behind: number
}

/** How an intent left its device. */
export interface Sent {
  readonly device: string
  readonly madeAt: number
  readonly sentAt: number
}

/** Devices that poll are written down once in so long; what this process heard since is in memory. */
const pace = 60_000
const mostHeard = 50_000

interface Heard extends Contact {
  readonly storedAt: number
}
const heardBy = new WeakMap<Database, Map<string, Heard>>()

function heard(db: Database): Map<string, Heard> {
  const known = heardBy.get(db) ?? new Map<string, Heard>()
  heardBy.set(db, known)
  return known
}

interface Said {
  readonly device: string
  readonly sentAt: number
}

/** What this contact is, and whether it has to be written down. */
function contactNow({ db, now }: Pick<Context, 'db' | 'now'>, { device, sentAt }: Said): Contact & { due: boolean } {
  const at = now()
  const behind = at - sentAt
  const before = heard(db).get(device)
  const due = before === undefined || at - before.storedAt >= pace || Math.abs(behind - before.behind) > pace
  return { at, behind, due }
}

function keep(db: Database, device: string, { at, behind, storedAt }: Heard): void {
  const all = heard(db)
  if (all.size >= mostHeard) all.clear()
  all.set(device, { at, behind, storedAt })
}

/** As the last deed of the unit that decided what the device sent: that spares a commit of its own. */
export async function writeContact(
  tx: Tx,
  world: Pick<Context, 'db' | 'now'>,
  account: string,
  said: Said,
): Promise<void> {
  const { at, behind, due } = contactNow(world, said)
  if (!due) return
  await tx.run(putContact, { id: said.device, account, at, behind })
  tx.afterCommit(() => keep(world.db, said.device, { at, behind, storedAt: at }))
}

/** Note that a device spoke to this server, after its intents were decided. It never fails an exchange. */
export async function noteContact(world: Pick<Context, 'db' | 'now' | 'log'>, actor: Actor, said: Said): Promise<void> {
  const { db, log } = world
  const { at, behind, due } = contactNow(world, said)
  const { device } = said
  keep(db, device, { at, behind, storedAt: due ? at : (heard(db).get(device)?.storedAt ?? at) })
  if (!due) return
  try {
    await db.transact(async (tx) => {
      // Of a session that has ended nothing is written.
      if (await actorOf(tx, actor, tx.now)) await tx.run(putContact, { id: device, account: actor.account, at, behind })
    })
  } catch (cause) {
    heard(db).delete(device)
    log.warn('sync.contact-not-noted', { cause })
  }
}

/**
 * The last contact. What this process heard is exact while nobody else wrote a later one. What was written down says when
 * it was at the earliest: by a process that ended, or another one, the device may have been heard so much later.
 */
function lastOf(known: Heard | undefined, stored: Contact | null): Contact | null {
  if (known && (!stored || known.storedAt >= stored.at)) return { at: known.at, behind: known.behind }
  return stored && { at: Math.max(stored.at + pace, known?.at ?? 0), behind: stored.behind }
}

/** What is known of when an intent was made. `sent` is null when a person asked over the REST API: now. */
export async function madeWhen(
  reader: Reader,
  { db }: Pick<Context, 'db'>,
  sent: Sent | null,
): Promise<Omit<MadeWhen, 'now' | 'boarded'> | undefined> {
  if (sent === null) return undefined
  const row = await reader.get(contactRow, { id: sent.device })
  const stored = row && row.last_exchange !== null ? { at: row.last_exchange, behind: row.clock_behind ?? 0 } : null
  const known = heard(db).get(sent.device)
  return { madeAt: sent.madeAt, sentAt: sent.sentAt, last: lastOf(known, stored) }
}
