import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { now } from './clock.ts'

interface ServerClock {
  /** Server's clock less this phone's, in ms, as the last answer showed it. */
  readonly offset: number
  /** The latest time this phone ever stored, by its own clock. */
  readonly lastStored: number
}

/** What this phone knows of the time elsewhere; kept over a restart. */
export const useServerClock = create<ServerClock>()(
  persist((): ServerClock => ({ offset: 0, lastStored: 0 }), { name: 'wayfare-clock', version: 1 }),
)

/** Both clocks of this phone when the server last answered in this tab; null before. */
let answered: { wall: number; monotonic: number } | null = null

export const lastAnswer = (): { wall: number; monotonic: number } | null => answered

/** The server answered: its time was somewhere between sending and receiving; the middle is off by half the way at most. */
export function noteAnswer({ sentAt, at, serverAt }: { sentAt: number; at: number; serverAt: number }): void {
  answered = { wall: at, monotonic: performance.now() }
  useServerClock.setState({ offset: Math.round(serverAt - (sentAt + at) / 2), lastStored: at })
}

/** Remembers that it was this late, so that a clock set back is noticed. */
export function noteTime(): void {
  const { lastStored } = useServerClock.getState()
  if (now() > lastStored) useServerClock.setState({ lastStored: now() })
}
