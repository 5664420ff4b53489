import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from '../sync-server/src/config.ts'
import { accessSecret } from '../sync-server/src/identity/secret.ts'
import { nextKey, NoNextKey } from '../sync-server/src/tickets/key-file.ts'
import { openSigner } from '../sync-server/src/tickets/signer.ts'

const usage = `npm run make-keys                        make the keys that are not there yet
npm run make-keys -- --next              announce the next ticket key; it signs in a week
npm run make-keys -- --compromised KID   withdraw all that a stolen key signed; the next signs at once`

/**
 * Make the keys that are not there yet: the secret of access tokens, and the first ticket key. A server does it at its
 * first start too; this is for putting them into a backup or a secret store before, and for the next ticket key.
 * @returns the exit code.
 */
export async function makeKeysCommand(
  args: readonly string[],
  { env }: { env: Readonly<Record<string, string | undefined>> },
): Promise<number> {
  const asked = readOptions(args)
  if (!asked) {
    console.error(usage)
    return 2
  }
  try {
    const { dataDir } = readConfig(env)
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSecret(dataDir, randomBytes)
    if (asked.next || asked.compromised !== undefined) {
      const { kid, notBefore } = nextKey(dataDir, Date.now(), asked.compromised)
      const from = new Date(notBefore).toISOString()
      console.log(`Ticket key ${kid} signs from ${from}. Start the server again now, so that phones learn of it.`)
    }
    const kids = openSigner(dataDir, Date.now()).keys.map((key) => key.kid)
    console.log(
      `Keys are in ${dataDir}: keys/access.key, ticket-keys.json (${kids.join(', ')}). Keep both secret and backed up.`,
    )
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof NoNextKey)) throw error
    console.error(error.message)
    return 2
  }
}

function readOptions(args: readonly string[]): { next: boolean; compromised?: string | undefined } | undefined {
  try {
    const options = { next: { type: 'boolean', default: false }, compromised: { type: 'string' } } as const
    return parseArgs({ args: [...args], options }).values
  } catch {
    return undefined
  }
}
