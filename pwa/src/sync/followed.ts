import type { Scope } from 'shared/sync/scope.ts'

/** The scopes that screens of this tab look at now, counted by looker. */
function createFollowed() {
  const lookers = new Map<Scope, number>()
  return {
    /** @returns a function that ends it; calling it twice is calling it once. */
    add(scopes: readonly Scope[]): () => void {
      for (const scope of scopes) lookers.set(scope, (lookers.get(scope) ?? 0) + 1)
      let ended = false
      return () => {
        if (ended) return
        ended = true
        for (const scope of scopes) {
          const left = (lookers.get(scope) ?? 1) - 1
          if (left > 0) lookers.set(scope, left)
          else lookers.delete(scope)
        }
      }
    },
    now: (): Scope[] => [...lookers.keys()],
  }
}

export const followed = createFollowed()
