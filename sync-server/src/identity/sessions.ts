import { createHash, createHmac } from 'node:crypto'
import { newId, type RandomBytes } from 'shared/base/random.ts'
import type { Tx } from '../db/transact.ts'
import {
  endSession as markEnded,
  forgetSessions,
  insertSession,
  limitPrevious,
  rotateSession,
  type SessionRow,
  sessionById,
} from './store.ts'

const day = 86_400_000
/** A session unused for so long ends. */
export const idleMs = 30 * day
/** No session lasts longer, however often it is used. */
export const longestMs = 90 * day
/** After the first use of a token the one before it still gives it for so long: to those who asked at the same time. */
export const graceMs = 60_000

/** The session's id and 256 random bits: opaque to the phone. The server keeps a hash of the second part only. */
const shape = /^([0-9a-f]{32})\.([A-Za-z0-9_-]{43})$/

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/**
 * Each token is made from the one before: so the same successor can be given twice though no token is stored.
 * Whoever reads the database has the key but no token to begin with.
 */
const successorOf = (row: { chain_key: string }, secret: string): string =>
  createHmac('sha256', Buffer.from(row.chain_key, 'base64url')).update(secret).digest('base64url')

/** What an access token says of the refresh token it was given out with: tells tokens of a session apart, no more. */
const linkOf = (hash: string): string => hash.slice(0, 16)

export interface OpenSession {
  readonly account: string
  readonly session: string
  /** For the access token. */
  readonly link: string
  /** For the cookie. */
  readonly refreshToken: string
  /** When the session ends unless it is used, ms since 1970. */
  readonly endsAt: number
}

const random256 = (random: RandomBytes): string => Buffer.from(random(32)).toString('base64url')

export async function beginSession(tx: Tx, account: string, random: RandomBytes): Promise<OpenSession> {
  const id = newId(random)
  const secret = random256(random)
  const hash = hashOf(secret)
  const endsAt = tx.now + idleMs
  await tx.run(insertSession, {
    id,
    account,
    chainKey: random256(random),
    hash,
    now: tx.now,
    endsAt,
    lastUntil: tx.now + longestMs,
  })
  return { account, session: id, link: linkOf(hash), refreshToken: `${id}.${secret}`, endsAt }
}

export type Renewal =
  { ok: true; open: OpenSession } | { ok: false; why: 'unknown' | 'ended' | 'reused'; session?: string }

/**
 * Change a refresh token for its successor. The current token rotates; the one before it gives the same successor
 * until that was used, and for a minute more; any older one was copied by somebody, so the whole family ends.
 */
export async function renewSession(tx: Tx, token: string): Promise<Renewal> {
  const [, id, secret] = shape.exec(token) ?? []
  const row = id === undefined ? undefined : await tx.get(sessionById, { id })
  if (!row || secret === undefined) return { ok: false, why: 'unknown' }
  if (row.ended_at !== null || row.ends_at <= tx.now) return { ok: false, why: 'ended' }
  const hash = hashOf(secret)
  if (hash === row.current_hash) return rotate(tx, row, secret)
  if (hash === row.previous_hash && tx.now <= (row.previous_until ?? Infinity)) {
    return { ok: true, open: openSession(row, successorOf(row, secret), row.ends_at) }
  }
  await tx.run(markEnded, { id: row.id, now: tx.now, why: 'reused' })
  return { ok: false, why: 'reused', session: row.id }
}

async function rotate(tx: Tx, row: SessionRow, secret: string): Promise<Renewal> {
  const next = successorOf(row, secret)
  const endsAt = Math.min(tx.now + idleMs, row.last_until)
  await tx.run(rotateSession, {
    id: row.id,
    current: hashOf(next),
    previous: row.current_hash,
    now: tx.now,
    endsAt,
  })
  return { ok: true, open: openSession(row, next, endsAt) }
}

const openSession = (row: SessionRow, secret: string, endsAt: number): OpenSession => ({
  account: row.account,
  session: row.id,
  link: linkOf(hashOf(secret)),
  refreshToken: `${row.id}.${secret}`,
  endsAt,
})

type Chain = Pick<SessionRow, 'current_hash' | 'previous_hash' | 'previous_until'>

/** Whether an access token with this link is the first sign that the current refresh token arrived where it was asked. */
export const arrivesWith = (chain: Chain, link: string): boolean =>
  chain.previous_hash !== null && chain.previous_until === null && linkOf(chain.current_hash) === link

/** Take down that the current refresh token arrived: from now on the one before it has its minute. Again is harmless. */
export async function noteArrival(tx: Tx, { session, link }: { session: string; link: string }): Promise<void> {
  const row = await tx.get(sessionById, { id: session })
  if (!row || !arrivesWith(row, link)) return
  await tx.run(limitPrevious, { id: session, current: row.current_hash, until: tx.now + graceMs })
}

/** The session a refresh token belongs to, if it is the current one or the one before. */
async function sessionOfToken(tx: Tx, token: string): Promise<string | undefined> {
  const [, id, secret] = shape.exec(token) ?? []
  const row = id === undefined ? undefined : await tx.get(sessionById, { id })
  if (!row || secret === undefined) return undefined
  const hash = hashOf(secret)
  return hash === row.current_hash || hash === row.previous_hash ? row.id : undefined
}

/** Sign out: end the session of the cookie and that of the access token (mostly the same). @returns those that ended now. */
export async function endSession(tx: Tx, by: { token: string; session: string | undefined }): Promise<string[]> {
  const ended: string[] = []
  for (const id of new Set([by.session, await sessionOfToken(tx, by.token)])) {
    if (id !== undefined && (await tx.run(markEnded, { id, now: tx.now, why: 'signed-out' })) === 1) ended.push(id)
  }
  return ended
}

/** Forget sessions that have been over for a month. */
export const forgetOldSessions = (tx: Tx): Promise<number> => tx.run(forgetSessions, { before: tx.now - idleMs })
