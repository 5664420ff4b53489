/** What an access token, or a header that brings one, says by its own word; empty when it says nothing of it. */
export function claimOf(token: string, claim: 'sub' | 'link'): string {
  const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8') || '{}')
  if (typeof claims !== 'object' || claims === null) return ''
  return String(Object.entries(claims).find(([name]) => name === claim)?.[1] ?? '')
}
