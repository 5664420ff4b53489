import { createHash } from 'node:crypto'
import { grant, refuse, type Result } from 'shared/base/result.ts'
import { type IntentArgs, type IntentName, intents } from 'shared/intents.ts'
import { canonical } from 'shared/sync/canonical.ts'
import type { IntentEnvelope } from 'shared/sync/envelope.ts'
import type { Tx } from '../db/transact.ts'
import type { Sent } from './contact.ts'
import { type Asked, type Done, handlers } from './handlers.ts'

export type Runner = (tx: Tx, asked: Omit<Asked<IntentName>, 'args'>) => Promise<Result<Done>>

/** An intent as it goes into its unit: parsed and hashed before, for there only queries are awaited. */
export interface Prepared {
  readonly envelope: IntentEnvelope
  readonly device: string
  /** How it left its device; null when it did not come through an exchange. */
  readonly sent: Sent | null
  /** Of the content, whoever sends it again: the device and its n are left out, for a forked device changes both. */
  readonly hash: string
  readonly fact: boolean
  readonly runner: Result<Runner>
}

/** `sentAt`: when the device sent it, by the device's clock; null for what did not come through an exchange. */
export function prepare(envelope: IntentEnvelope, device: string, sentAt: number | null): Prepared {
  const { name, version, after, madeAt, args } = envelope
  const hash = createHash('sha256')
    .update(canonical([name, version, after, madeAt, args]))
    .digest('base64url')
  const known = isIntentName(name)
  return {
    envelope,
    device,
    sent: sentAt === null ? null : { device, madeAt, sentAt },
    hash,
    fact: known && intents[name].fact,
    runner: known ? runnerOf(name, envelope) : invalid('name', 'this server knows no such intent'),
  }
}

const isIntentName = (name: string): name is IntentName => Object.hasOwn(intents, name)

function runnerOf<N extends IntentName>(name: N, { version, args }: IntentEnvelope): Result<Runner> {
  if (version > intents[name].version) return invalid('version', 'newer than this server')
  const parsed = intents[name].args.safeParse(args)
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 20)
    return refuse('invalid', {
      issues: issues.map(({ path, message }) => ({
        path: path.map(String).join('.').slice(0, 200),
        message: message.slice(0, 300),
      })),
    })
  }
  // The schema of N's args has just read them.
  const value = parsed.data as IntentArgs<N>
  return grant((tx, asked) => handlers[name](tx, { ...asked, args: value }))
}

const invalid = (path: string, message: string) => refuse('invalid', { issues: [{ path, message }] })
