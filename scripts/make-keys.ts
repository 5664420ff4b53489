import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { ConfigError, readConfig } from '../sync-server/src/config.ts'
import { accessSecret } from '../sync-server/src/identity/secret.ts'
import { openSigner } from '../sync-server/src/tickets/signer.ts'

/**
 * Make the keys that are not there yet: the secret of access tokens, and the first ticket key. A server does it at its
 * first start too; this is for putting them into a backup or a secret store before.
 * @returns the exit code.
 */
export async function makeKeysCommand(
  _args: readonly string[],
  { env }: { env: Readonly<Record<string, string | undefined>> },
): Promise<number> {
  try {
    const { dataDir } = readConfig(env)
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSecret(dataDir, randomBytes)
    const kids = openSigner(dataDir, Date.now()).keys.map((key) => key.kid)
    console.log(
      `Keys are in ${dataDir}: keys/access.key, ticket-keys.json (${kids.join(', ')}). Keep both secret and backed up.`,
    )
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    return 2
  }
}
