import { create } from 'zustand'

export interface Install {
  /** The browser offers to install the app. */
  readonly offered: boolean
  install(): Promise<void>
}

export const useInstall = create<Install>()(() => ({ offered: false, install: async () => {} }))

/** Not in the DOM's types: Chromium's offer to install. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>
}

const isOffer = (event: Event): event is InstallOffer => 'prompt' in event

/** Keeps the browser's offer until the person asks for it. Call early: the event comes once. */
export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    if (!isOffer(event)) return
    event.preventDefault()
    const install = async () => {
      useInstall.setState({ offered: false })
      await event.prompt()
    }
    useInstall.setState({ offered: true, install })
  })
  addEventListener('appinstalled', () => useInstall.setState({ offered: false }))
}
