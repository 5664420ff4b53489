import type { Departure, Ride } from 'shared/timetable/timetable.ts'
import { create } from 'zustand'

/** What to ask for when the chosen seats are gone by the time we can ask. */
export type Fallback = 'together' | 'any' | 'none'

/** A request in the making: the seats screen fills it, checkout takes it over. It dies with the tab. */
export interface Draft {
  readonly departure: Departure | null
  readonly ride: Ride | null
  readonly party: number
  /** Labels of the chosen seats; none means the best there are. */
  readonly seats: readonly string[]
  readonly fallback: Fallback
}

const empty: Draft = { departure: null, ride: null, party: 1, seats: [], fallback: 'together' }

export const useDraft = create<Draft>()(() => empty)

export const setDraft = (part: Partial<Draft>): void => useDraft.setState(part)

/** After the request is queued, or at sign-out. */
export const clearDraft = (): void => useDraft.setState(empty)
