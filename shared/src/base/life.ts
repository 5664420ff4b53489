import type { RefusalCode } from './refusals.ts'

/** What an event does to a thing in one state. */
export type Fate<State extends string> =
  /** The state changes. */
  | { readonly to: State }
  /** It happens, and the state stays what it was. */
  | { readonly stays: true }
  /** It has happened already, or means nothing here: nothing changes, and the answer is the same. */
  | { readonly same: true }
  | { readonly refuse: RefusalCode }
  /** A fact that does not fit is kept all the same, flagged for a person; the state stays. */
  | { readonly flag: string }

/** A life as a total table: each state says what each event does to it. */
export type Life<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Record<Event, Fate<State>>>>
>

/** Any life, to be walked over or drawn. */
export type AnyLife = Readonly<Record<string, Readonly<Record<string, Fate<string>>>>>
