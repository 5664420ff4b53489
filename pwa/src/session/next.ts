/** Where to go after signing in: only a path of this app, whatever the address says. */
export function nextPath(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? ''
  if (!next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/account'
  return next.startsWith('/sign-in') || next.startsWith('/register') ? '/account' : next
}
