import type * as entry from './entry.ts'

/** What the simulation may do with a tab: the app's own doors. */
export type App = typeof entry
