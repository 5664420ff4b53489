import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RandomBytes } from 'shared/base/random.ts'
import { makeOnce } from '../make-once.ts'

/** The key of this installation's access tokens, made at the first start. Whoever has it can be anybody. */
export function accessSecret(dataDir: string, random: RandomBytes): Uint8Array {
  const folder = join(dataDir, 'keys')
  const file = join(folder, 'access.key')
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    makeOnce(file, Buffer.from(random(32)).toString('base64url'))
  }
  const secret = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url')
  if (secret.length < 32) throw new Error(`${file} is damaged: delete it, and everybody signs in again`)
  return secret
}
