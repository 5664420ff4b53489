import { newId, type RandomBytes } from 'shared/base/random.ts'
import type { IntentEnvelope, Outcome } from 'shared/sync/envelope.ts'
import { archiveMs, backoff, leaseMs, nextBatch, nextTurn, notBefore, type Sendable } from 'shared/sync/protocol.ts'
import type { OutboxDb, OutboxRow, OutboxState } from './outbox-db.ts'

/** The life of an intent on the phone: every step is one durable transaction on the outbox. */

export interface NewIntent {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly args: unknown
  readonly after: readonly string[]
  readonly madeAt: number
}

/** What a row's opaque envelope says, apart from its number. */
export type Wish = Omit<IntentEnvelope, 'id' | 'n' | 'reissue' | 'evidence'>

/** Our own bytes, read back. */
export const wishOf = (row: OutboxRow): Wish => JSON.parse(row.envelope) as Wish

export const undecidedStates: readonly OutboxState[] = ['queued', 'sending', 'blocked', 'stuck']
const undecided = (db: OutboxDb): Promise<OutboxRow[]> => db.intents.where('state').anyOf(undecidedStates).sortBy('n')

async function meta<T>(db: OutboxDb, key: string, otherwise: () => T): Promise<T> {
  const row = await db.meta.get(key)
  return row === undefined ? otherwise() : (row.value as T)
}

/** This database's name towards the server, made when first needed. */
export const deviceOf = (db: OutboxDb, random: RandomBytes): Promise<string> =>
  db.transaction('rw', db.meta, async () => {
    const device = await meta(db, 'device', () => newId(random))
    await db.meta.put({ key: 'device', value: device })
    return device
  })

const ended = 'ended'

/**
 * Ends the queue when its person signs out: from now on nothing can be queued, in no tab, and the database may go.
 * @returns false when it goes on, because something waits there that is to be kept.
 */
export const endQueue = (db: OutboxDb, waiting: 'keep' | 'discard'): Promise<boolean> =>
  db.transaction('rw', db.intents, db.meta, async () => {
    if (waiting === 'keep' && (await unsentCount(db)) > 0) return false
    await db.meta.put({ key: ended, value: true })
    return true
  })

/** The person signed in again before the database had gone. */
export const beginQueue = (db: OutboxDb): Promise<void> => db.meta.delete(ended)

/**
 * Queues an intent; its n is allocated in the same commit. `after` keeps only what this phone still waits for: what is
 * decided needs no waiting, and the server knows only intents of this device. Resolves when it is on disk; throws when
 * the queue has ended.
 */
export async function enqueue(db: OutboxDb, intent: NewIntent): Promise<OutboxRow> {
  const { id, name, version, args, madeAt } = intent
  return db.transaction('rw', db.intents, db.meta, async () => {
    if (await meta(db, ended, () => false)) throw new Error('The queue has ended')
    const before = await db.intents.bulkGet([...intent.after])
    const open = before.flatMap((row) => (row && undecidedStates.includes(row.state) ? [row.id] : []))
    const wish: Wish = { name, version, after: open, madeAt, args }
    const n = (await meta(db, 'n', () => 0)) + 1
    const row: OutboxRow = { ...fresh, id, n, envelope: JSON.stringify(wish) }
    await db.meta.put({ key: 'n', value: n })
    await db.intents.add(row)
    return row
  })
}

const fresh = {
  state: 'queued',
  lease: '',
  leaseUntil: 0,
  attempts: 0,
  nextAt: 0,
  sentAt: null,
  sentBefore: null,
  outcome: null,
  answeredAt: null,
  stuckIn: null,
} as const

const sendable = (row: OutboxRow, now: number): Sendable => ({
  id: row.id,
  n: row.n,
  after: wishOf(row).after,
  bytes: row.envelope.length + 120 + (row.reissue ?? []).join('').length,
  notBefore:
    row.state === 'sending'
      ? notBefore(row.leaseUntil, now, leaseMs)
      : notBefore(row.nextAt, now, backoff(row.attempts + 1, 1)),
  stuck: row.state === 'stuck',
})

export interface Claimed {
  readonly batch: IntentEnvelope[]
  /** Others have their turn as well, and did not fit. */
  readonly more: boolean
}

const envelopeOf = (row: OutboxRow): IntentEnvelope => ({
  id: row.id,
  n: row.n,
  ...wishOf(row),
  ...(row.reissue && { reissue: true, evidence: [...row.reissue] }),
})

const noLimit = { intents: Infinity, bytes: Infinity }

/** Takes a lease on the intents whose turn it is. Somebody else's lease counts until it runs out. */
export const claim = (
  db: OutboxDb,
  { lease, now, limit }: { lease: string; now: number; limit: { intents: number; bytes: number } },
): Promise<Claimed> =>
  db.transaction('rw', db.intents, async () => {
    const rows = new Map((await undecided(db)).map((row) => [row.id, row]))
    const queue = [...rows.values()].map((row) => sendable(row, now))
    const batch = nextBatch(queue, now, limit).flatMap((id) => rows.get(id) ?? [])
    const leased = { state: 'sending', lease, leaseUntil: now + leaseMs, sentAt: now } as const
    await db.intents.bulkPut(batch.map((row) => ({ ...row, ...leased, sentBefore: row.sentAt })))
    return {
      batch: batch.map(envelopeOf),
      more: nextBatch(queue, now, noLimit).length > batch.length,
    }
  })

/** When the next intent that has to wait may go; null when none waits for a time. */
export const nextTurnAt = async (db: OutboxDb, now: number): Promise<number | null> =>
  nextTurn((await undecided(db)).map((row) => sendable(row, now)))

/** How many have no answer, stuck ones too. */
export const unsentCount = (db: OutboxDb): Promise<number> => db.intents.where('state').anyOf(undecidedStates).count()

/** When the oldest intent without an answer was made; stuck ones wait for a person, not for the network. */
export async function oldestUnsent(db: OutboxDb): Promise<number | null> {
  const [oldest] = (await undecided(db)).filter((row) => row.state !== 'stuck')
  return oldest ? wishOf(oldest).madeAt : null
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Gives a lease back. `left`: the batch may have reached the server; else it is as if it had never been sent. */
export const release = (db: OutboxDb, lease: string, left: boolean): Promise<number> =>
  db.intents
    .where('state')
    .equals('sending')
    .filter((row) => row.lease === lease)
    .modify((row: Mutable<OutboxRow>) => {
      row.state = row.attempts > 0 && !left ? 'blocked' : 'queued'
      row.lease = ''
      row.leaseUntil = 0
      if (!left) row.sentAt = row.sentBefore
    })

/** Gives back every lease, for a drain that knows itself alone. What was under way may have reached the server. */
export const releaseDead = (db: OutboxDb): Promise<number> =>
  db.intents.where('state').equals('sending').modify({ state: 'queued', lease: '', leaseUntil: 0 })

/** A lone intent that the server refuses to read: kept, shown, exportable, tried again by another version of the app. */
export const markStuck = (db: OutboxDb, id: string, app: string): Promise<number> =>
  db.intents
    .where('id')
    .equals(id)
    // What was answered meanwhile, through another tab, stays answered.
    .filter((row) => undecidedStates.includes(row.state))
    .modify({ state: 'stuck', lease: '', leaseUntil: 0, sentAt: null, stuckIn: app })

/** After an update of the app what was stuck gets another turn. */
export const retryStuck = (db: OutboxDb, app: string): Promise<number> =>
  db.intents
    .where('state')
    .equals('stuck')
    .filter((row) => row.stuckIn !== app)
    .modify({ state: 'queued', stuckIn: null })

/**
 * Stores the server's words. Only what it named is touched: an intent that was sent and not answered stays undecided.
 * `later` waits and lets others go on; anything else is final, the first word counts, and the lease no longer matters.
 */
export const storeOutcomes = (
  db: OutboxDb,
  outcomes: readonly Outcome[],
  at: { now: number; chance: () => number },
): Promise<void> =>
  db.transaction('rw', db.intents, async () => {
    const rows = await db.intents.bulkGet(outcomes.map((outcome) => outcome.id))
    const puts = outcomes.flatMap((outcome, i): OutboxRow[] => {
      const row = rows[i]
      if (!row || !undecidedStates.includes(row.state)) return []
      const free = { ...row, lease: '', leaseUntil: 0 }
      if (outcome.status !== 'later' && outcome.code !== 'device-forked')
        return [{ ...free, state: 'final', outcome: JSON.stringify(outcome), answeredAt: at.now }]
      const attempts = row.attempts + 1
      return [
        { ...free, state: 'blocked', attempts, nextAt: at.now + backoff(attempts + 1, at.chance()), sentAt: null },
      ]
    })
    await db.intents.bulkPut(puts)
  })

/** The stored answer of the server; our own bytes, read back. */
export const outcomeOf = (row: OutboxRow): Outcome | null =>
  row.outcome === null ? null : (JSON.parse(row.outcome) as Outcome)

/** Final intents settle when the phone's cursors have reached all that their effects were written to. */
export const settle = (db: OutboxDb, cursors: ReadonlyMap<string, number>): Promise<void> =>
  db.transaction('rw', db.intents, async () => {
    const rows = await db.intents.where('state').equals('final').toArray()
    const reached = rows.filter((row) =>
      Object.entries(outcomeOf(row)?.at ?? {}).every(([scope, seq]) => (cursors.get(scope) ?? Infinity) >= seq),
    )
    await db.intents.bulkPut(reached.map((row) => ({ ...row, state: 'settled' })))
  })

/** Settled intents leave after 30 days. */
export const archive = (db: OutboxDb, now: number): Promise<number> =>
  db.intents
    .where('state')
    .equals('settled')
    .filter((row) => (row.answeredAt ?? now) < now - archiveMs)
    .delete()

/**
 * Discards an intent and all that come after it, as long as none of them can be with the server.
 * Returns what was discarded; nothing when it is too late.
 */
export const discard = (db: OutboxDb, id: string): Promise<string[]> =>
  db.transaction('rw', db.intents, async () => {
    const rows = await undecided(db)
    const doomed = new Set([id])
    for (const row of rows) if (wishOf(row).after.some((one) => doomed.has(one))) doomed.add(row.id)
    const found = rows.filter((row) => doomed.has(row.id))
    const there = found.some((row) => row.state === 'sending' || (row.state === 'queued' && row.sentAt !== null))
    if (there || !found.some((row) => row.id === id)) return []
    await db.intents.bulkDelete([...doomed])
    return found.map((row) => row.id)
  })

/**
 * The server saw this device's numbers with another history (a restored or copied phone): a new device id and new
 * numbers, the same intents under the same ids. The envelopes stay as they are: the server knows an intent by its content.
 */
export const fork = (db: OutboxDb, random: RandomBytes): Promise<void> =>
  db.transaction('rw', db.intents, db.meta, async () => {
    const rows = await db.intents.orderBy('n').toArray()
    const renamed = rows.map((row, i): OutboxRow => {
      if (row.state !== 'sending' && row.state !== 'blocked') return { ...row, n: i + 1 }
      return { ...row, n: i + 1, state: 'queued', lease: '', nextAt: 0 }
    })
    await db.intents.bulkPut(renamed)
    await db.meta.bulkPut([
      { key: 'device', value: newId(random) },
      { key: 'n', value: rows.length },
    ])
  })

/** The row of an answered intent that the server forgot: to be sent again as it was, with what proves the answer. */
export const reissue = (row: OutboxRow, tickets: readonly string[]): OutboxRow => ({
  ...row,
  state: 'queued',
  outcome: null,
  nextAt: 0,
  attempts: 0,
  reissue: tickets.slice(0, 9),
})
