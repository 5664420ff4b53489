import { create } from 'zustand'

/** What went wrong in the machinery, for whoever asks: never what passengers wrote. Gone with the tab. */
export interface Note {
  readonly at: number
  readonly what:
    'exchange-failed' | 'fetched-anew' | 'cache-failed' | 'new-epoch' | 'device-forked' | 'stuck' | 'no-worker'
  /** A scope, an intent id, or the name of an error. */
  readonly about: string
}

const most = 50

export const useNotes = create<{ readonly notes: readonly Note[] }>()(() => ({ notes: [] }))

export function note(what: Note['what'], about: string, at: number): void {
  useNotes.setState(({ notes }) => ({ notes: [...notes, { at, what, about }].slice(-most) }))
}

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error)
