import { z } from 'zod'
import { deviceId, epochId, id128, instant, intentId } from '../base/ids.ts'
import { refusalCodes } from '../base/refusals.ts'

/** The bytes of one exchange: `POST /api/sync`. Described in docs/protocol.md. */
export const protocolVersion = 1
export const limits = { intents: 50, bytes: 256 * 1024, scopes: 200, rows: 2000, known: 1000 } as const

const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const digest = z.string().regex(/^[0-9a-f]{16}$/)
const scopeName = z.string().min(1).max(360)

/** One wish as it travels. `args` is opaque here: a broken one is refused alone and never spoils its batch. */
export const intentEnvelope = z.strictObject({
  id: intentId,
  /** Counter of the device, allocated in the transaction that queues. */
  n: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  name: z.string().min(1).max(60),
  version: z.number().int().min(1).max(1000),
  /** Intents of the same device with smaller n that must be confirmed, held or recorded before. */
  after: z.array(intentId).max(10).default([]),
  madeAt: instant,
  args: z.unknown(),
  /** It was answered before by this server, which was restored from a copy since and forgot it. */
  reissue: z.literal(true).optional(),
  /** With `reissue` of a booking: the signed tickets it got then. */
  evidence: z.array(z.string().max(400)).max(9).optional(),
})
export type IntentEnvelope = z.infer<typeof intentEnvelope>

/** An answer that a phone holds. `hash`: see known.ts. */
const knownAnswer = z.strictObject({ id: intentId, status: z.string().max(20), hash: digest })
export type KnownAnswer = z.infer<typeof knownAnswer>

const scopeAsk = z.strictObject({
  cursor: seq,
  digest: digest.optional(),
  /** The cursor is one of the pages of a snapshot that began when this was the head. */
  began: seq.optional(),
})

export const exchangeRequest = z.strictObject({
  protocol: z.literal(protocolVersion),
  app: z.string().max(40),
  device: deviceId,
  /** The epoch the cursors belong to; absent before the first exchange. */
  epoch: epochId.optional(),
  sentAt: instant,
  intents: z.array(intentEnvelope).max(limits.intents).default([]),
  scopes: z
    .record(scopeName, scopeAsk)
    .refine((scopes) => Object.keys(scopes).length <= limits.scopes, `at most ${limits.scopes} scopes`)
    .default({}),
  limit: z.number().int().min(1).max(limits.rows).default(limits.rows),
  /** Under a new epoch: answers of the last 30 days, to learn which of them the server does not hold. */
  known: z.array(knownAnswer).max(limits.known).optional(),
})
export type ExchangeRequest = z.infer<typeof exchangeRequest>

export const outcomeStatus = z.enum(['confirmed', 'held', 'refused', 'recorded', 'later'])
export type OutcomeStatus = z.infer<typeof outcomeStatus>

/** The server's final answer to an intent (`later` alone is not final and never stored). */
export const outcome = z.object({
  id: intentId,
  status: outcomeStatus,
  /** Refusal code when refused; null otherwise. */
  code: z.enum(refusalCodes).nullable(),
  data: z.record(z.string(), z.unknown()),
  /** Sequences of the scopes the effects were written to: settled when the cursors have reached them. */
  at: z.record(z.string(), seq),
  replayed: z.boolean(),
})
export type Outcome = z.infer<typeof outcome>

export const changeRow = z.object({
  seq,
  kind: z.string(),
  id: z.string(),
  rev: z.number().int().min(0),
  op: z.enum(['put', 'remove']),
  value: z.unknown(),
})
export type ChangeRow = z.infer<typeof changeRow>

export const scopeChange = z.union([
  z.object({ scope: z.string(), gone: z.enum(['revoked', 'unknown']) }),
  z.object({
    scope: z.string(),
    /** Replace all rows of the scope: the delta from 0. */
    snapshot: z.boolean().default(false),
    from: seq,
    to: seq,
    more: z.boolean(),
    /** Of a snapshot's page with more to come: the head it was read at. */
    head: seq.optional(),
    /** Over the live rows at `to`; present when `more` is false. */
    digest: digest.optional(),
    rows: z.array(changeRow),
  }),
])
export type ScopeChange = z.infer<typeof scopeChange>

export const exchangeResponse = z.object({
  protocol: z.literal(protocolVersion),
  epoch: epochId,
  now: instant,
  oldestSupportedApp: z.string(),
  outcomes: z.array(outcome).default([]),
  changes: z.array(scopeChange).default([]),
  /** Of the answers in `known`, those that this server does not hold, or holds otherwise: they are to be asked again. */
  forgotten: z.array(intentId).optional(),
  /** The device id was seen with another history: take a new one, keep the intent ids. */
  deviceForked: z.boolean().optional(),
})
export type ExchangeResponse = z.infer<typeof exchangeResponse>

/** A line of the poke stream: scope S moved to N. */
export const poke = z.object({ scope: z.string(), to: seq, nonce: id128.optional() })
export type Poke = z.infer<typeof poke>
