import type { TicketKey } from 'shared/records.ts'
import type { Tx } from '../db/transact.ts'
import type { TicketSigner } from './signer.ts'
import { keyById, putKey } from './store.ts'

/** The private keys of this server are not those with which tickets of this database were signed. */
export class ForeignKeys extends Error {
  override readonly name = 'ForeignKeys'
}

/**
 * Bring the public halves of the signer's keys into the `public` scope. Once at start; a key that is there is left. What
 * another server knows already stands: a key withdrawn, or to end earlier.
 * @throws ForeignKeys
 */
export async function publishKeys(tx: Tx, signer: TicketSigner): Promise<void> {
  for (const key of signer.keys) {
    const known = await tx.get(keyById, { kid: key.kid })
    if (known && known.x !== key.x) throw new ForeignKeys(`Ticket key ${key.kid} is another one in the database`)
    const row = {
      kid: key.kid,
      x: key.x,
      not_before: key.notBefore,
      not_after: Math.min(key.notAfter, known?.not_after ?? Infinity),
      compromised: key.compromised ? 1 : (known?.compromised ?? 0),
    }
    if (known && JSON.stringify(known) === JSON.stringify(row)) continue
    await tx.run(putKey, row)
    tx.changed('ticket-key', key.kid)
  }
}

/** RFC 7517 with the members of RFC 8037; `exp` and `nbf` as in RFC 7519, seconds. */
export const jwkSet = (keys: readonly TicketKey[]) => ({
  keys: keys.map(({ kid, kty, crv, x, notBefore, notAfter, compromised }) => ({
    kty,
    crv,
    kid,
    x,
    alg: 'EdDSA',
    use: 'sig',
    key_ops: ['verify'],
    nbf: Math.floor(notBefore / 1000),
    exp: Math.floor(notAfter / 1000),
    ...(compromised && { revoked: true }),
  })),
})
