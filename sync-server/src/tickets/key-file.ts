import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { kidOf } from 'shared/tickets/codec.ts'
import { z } from 'zod'
import { makeOnce } from '../make-once.ts'

const keyFile = z.strictObject({
  /** kid is a counter of two bytes that is never reused. */
  keys: z
    .array(
      z.strictObject({
        n: z.number().int().min(1).max(65_535),
        privateKey: z.string(),
        notBefore: z.number().int(),
        notAfter: z.number().int(),
        compromised: z.boolean(),
      }),
    )
    .min(1),
})
export type KeyFile = z.infer<typeof keyFile>
export type StoredKey = KeyFile['keys'][number]

const day = 86_400_000
const keyLife = 5 * 365 * day
/** A new key is known so long before it signs, that conductors' phones have met the server meanwhile. */
export const announceMs = 7 * day

const makeKey = (n: number, notBefore: number): StoredKey => ({
  n,
  privateKey: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  notBefore: Math.floor(notBefore / 1000) * 1000,
  notAfter: notBefore + keyLife,
  compromised: false,
})

/** Good from the day before, so that a server's clock which was ahead and is set back does not sign outside its life. */
export const firstKey = (now: number): StoredKey => makeKey(1, now - day)

const fileIn = (dataDir: string): string => join(dataDir, 'ticket-keys.json')

/**
 * The keys of `dataDir/ticket-keys.json` (mode 600), made when there are none.
 * @throws when the file cannot be read: tickets already sold hang on it, so it is never replaced.
 */
export function openKeyFile(dataDir: string, now: number): KeyFile {
  const file = fileIn(dataDir)
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true })
    makeOnce(file, text({ keys: [firstKey(now)] }))
  }
  chmodSync(file, 0o600)
  return read(file)
}

const text = (keys: KeyFile): string => JSON.stringify(keys, null, 2)

function read(file: string): KeyFile {
  try {
    return keyFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    const advice = 'Restore it from a backup: tickets already sold can be checked with these keys alone.'
    throw new Error(`The ticket keys in ${file} cannot be read. ${advice}`, { cause })
  }
}

/** Why no key was added; nothing was changed. */
export class NoNextKey extends Error {
  override readonly name = 'NoNextKey'
}

export interface NextKey {
  readonly kid: string
  /** It signs from then on. */
  readonly notBefore: number
}

/**
 * Add the next key: announced now, signing in a week; the one before is good for what it signs until it was surely
 * replaced in the running server. With a compromised key (its kid) all that one signed is withdrawn, and the next signs
 * at once. The server takes it up when it is started again.
 * @throws NoNextKey
 */
export function nextKey(dataDir: string, now: number, compromised?: string): NextKey {
  const { keys } = openKeyFile(dataDir, now)
  const kids = keys.map((key) => kidOf(key.n))
  if (compromised !== undefined && !kids.includes(compromised)) {
    throw new NoNextKey(`There is no key ${compromised}. There are: ${kids.join(', ')}`)
  }
  const waiting = keys.find((key) => key.notBefore > now && !key.compromised)
  if (waiting && compromised === undefined) {
    const when = new Date(waiting.notBefore).toISOString()
    throw new NoNextKey(`The key ${kidOf(waiting.n)} is already announced: it signs from ${when}`)
  }
  const starts = compromised === undefined ? now + announceMs : now
  const added = makeKey(Math.max(...keys.map((key) => key.n)) + 1, starts)
  const former = keys.map((key): StoredKey => {
    if (kidOf(key.n) === compromised) return { ...key, compromised: true }
    return key.notBefore > now ? key : { ...key, notAfter: Math.min(key.notAfter, starts + announceMs) }
  })
  replace(fileIn(dataDir), { keys: [...former, added] })
  return { kid: kidOf(added.n), notBefore: added.notBefore }
}

/** In one step, so that no crash leaves half a file. */
function replace(file: string, keys: KeyFile): void {
  const beside = `${file}.new`
  writeFileSync(beside, text(keyFile.parse(keys)), { mode: 0o600, flush: true })
  renameSync(beside, file)
}
