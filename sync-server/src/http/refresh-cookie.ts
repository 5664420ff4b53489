import type { Config } from '../config.ts'
import { Problem } from './problem.ts'
import type { AppContext } from './types.ts'

/** The `__Host-` prefix makes browsers insist on Secure, Path=/ and no Domain; over plain HTTP they would refuse it. */
const nameOf = (config: Config): string => (config.secure ? '__Host-wayfare-refresh' : 'wayfare-refresh')

const attributes = (config: Config): string =>
  config.secure ? 'Path=/; Secure; HttpOnly; SameSite=Strict' : 'Path=/; HttpOnly; SameSite=Strict'

export const readRefreshCookie = (ctx: AppContext, config: Config): string | undefined =>
  ctx.cookies.get(nameOf(config))

export function setRefreshCookie(ctx: AppContext, config: Config, token: string, seconds: number): void {
  ctx.append('Set-Cookie', `${nameOf(config)}=${token}; Max-Age=${seconds}; ${attributes(config)}`)
}

export function clearRefreshCookie(ctx: AppContext, config: Config): void {
  ctx.append('Set-Cookie', `${nameOf(config)}=; Max-Age=0; ${attributes(config)}`)
}

/**
 * A browser names the page that asks; another site's page may not begin, renew or end a session here.
 * @throws Problem 403 wrong-origin.
 */
export function sameOrigin(ctx: AppContext, config: Config): void {
  const origin = ctx.get('origin')
  if (origin === '' || origin === config.publicUrl) return
  if (URL.canParse(origin) && new URL(origin).host === ctx.host) return
  throw new Problem(403, 'wrong-origin', 'This may be asked only by pages of this server.')
}
