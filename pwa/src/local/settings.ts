import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type Theme = 'system' | 'light' | 'dark'

/** A search as the person made it: ids of places. */
export interface RecentSearch {
  readonly from: string
  readonly to: string
  readonly passengers: number
}

interface Settings {
  readonly theme: Theme
  /** Latest first. Forgotten at sign-out. */
  readonly recentSearches: readonly RecentSearch[]
}

const most = 6

/** What this phone remembers of the person's tastes, in localStorage so that the theme is there before the first paint. */
export const useSettings = create<Settings>()(
  persist((): Settings => ({ theme: 'system', recentSearches: [] }), { name: 'wayfare-settings', version: 1 }),
)

export function setTheme(theme: Theme): void {
  useSettings.setState({ theme })
}

export function rememberSearch(search: RecentSearch): void {
  const { recentSearches } = useSettings.getState()
  const others = recentSearches.filter((other) => other.from !== search.from || other.to !== search.to)
  useSettings.setState({ recentSearches: [search, ...others].slice(0, most) })
}

export function forgetSearches(): void {
  useSettings.setState({ recentSearches: [] })
}
