import { createSecretKey } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { accountId, id128 } from 'shared/base/ids.ts'

/** Ten minutes: a role taken away counts at once all the same, since each request reads it afresh (actor.ts). */
export const accessTokenMs = 600_000

export interface AccessClaims {
  readonly account: string
  readonly session: string
  /** Which refresh token it was given out with: its use shows that this one arrived (sessions.ts). */
  readonly link: string
}

export interface AccessTokens {
  /** @param now ms since 1970. */
  issue(claims: AccessClaims, now: number): { token: string; expiresAt: number }
  /** Why a token is no good, or whom it names. */
  verify(
    token: string,
    now: number,
  ): { ok: true; claims: AccessClaims } | { ok: false; code: 'token-expired' | 'token-invalid' }
}

const issuer = 'wayfare'
const audience = 'wayfare-api'
const type = 'at+jwt'
const payload = z.object({ sub: accountId, sid: id128, link: z.string(), exp: z.number() })

/**
 * Access tokens by RFC 9068: HS256, since this server alone makes and checks them, with a key object made once
 * (a secret given as text is first tried as a public key at each call).
 * @param secret at least 32 bytes.
 */
export function accessTokens(secret: Uint8Array): AccessTokens {
  if (secret.length < 32) throw new Error('The secret of access tokens needs at least 32 bytes')
  const key = createSecretKey(secret)
  return {
    issue({ account, session, link }, now) {
      const expiresAt = now + accessTokenMs
      const iat = Math.floor(now / 1000)
      const claims = { sub: account, sid: session, link, iat, exp: Math.floor(expiresAt / 1000) }
      const token = jwt.sign({ ...claims, iss: issuer, aud: audience }, key, {
        algorithm: 'HS256',
        header: { alg: 'HS256', typ: type },
      })
      return { token, expiresAt }
    },
    verify(token, now) {
      try {
        const read = jwt.verify(token, key, {
          algorithms: ['HS256'],
          issuer,
          audience,
          clockTimestamp: Math.floor(now / 1000),
          complete: true,
        })
        const claims = payload.safeParse(read.payload)
        if (read.header.typ !== type || !claims.success) return { ok: false, code: 'token-invalid' }
        const { sub, sid, link } = claims.data
        return { ok: true, claims: { account: sub, session: sid, link } }
      } catch (error) {
        return { ok: false, code: error instanceof jwt.TokenExpiredError ? 'token-expired' : 'token-invalid' }
      }
    },
  }
}
