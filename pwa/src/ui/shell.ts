import { createContext, useContext, type ReactNode } from 'react'

/** What the frame around all pages tells the kit: the kit itself knows no network and no store. */
export interface Shell {
  /** The one word about the network, or null when all is well. A press opens the queue. */
  network: { word: string; press: () => void } | null
  /** The one banner a page may carry, above its h1. */
  banner: ReactNode
  /** Goes back where the person came from, else to `fallback`. */
  back: (fallback: string) => void
}

export const ShellContext = createContext<Shell>({ network: null, banner: null, back: () => undefined })
export const useShell = (): Shell => useContext(ShellContext)
