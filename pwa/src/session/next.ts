import type { Role } from 'shared/identity/roles.ts'

/** Where a person's own work is; a passenger comes back to the account. */
function homeOf(roles: readonly Role[]): string {
  if (roles.includes('operator')) return '/operator'
  return roles.includes('conductor') ? '/conductor' : '/account'
}

/** Where to go after signing in: where one was sent from, if that is a path of this app; else home. */
export function nextPath(search: string, roles: readonly Role[] = []): string {
  const next = new URLSearchParams(search).get('next') ?? ''
  const ours = next.startsWith('/') && !next.startsWith('//') && !next.includes('\\')
  return ours && !next.startsWith('/sign-in') && !next.startsWith('/register') ? next : homeOf(roles)
}
