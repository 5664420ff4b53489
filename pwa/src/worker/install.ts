import { create } from 'zustand'

export interface Install {
  /** The browser offers to install the app. */
  readonly offered: boolean
  install(): Promise<void>
}

export const useInstall = create<Install>()(() => ({ offered: false, install: async () => {} }))
