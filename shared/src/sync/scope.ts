/** What is followed. The text before the first colon is its kind. */
export type Scope = 'public' | `departure:${string}` | `account:${string}` | `manifest:${string}` | `operator:${string}`

export type ScopeKind = 'public' | 'departure' | 'account' | 'manifest' | 'operator'

/** The kind and the rest of a scope; undefined when the text names none. */
export function parseScope(text: string): { kind: ScopeKind; of: string } | undefined {
  if (text === 'public') return { kind: 'public', of: '' }
  const colon = text.indexOf(':')
  const kind = text.slice(0, colon)
  const of = text.slice(colon + 1)
  if (colon < 0 || of === '') return undefined
  return kind === 'departure' || kind === 'account' || kind === 'manifest' || kind === 'operator'
    ? { kind, of }
    : undefined
}
