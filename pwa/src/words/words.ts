import type * as en from './en.ts'

/** English is the type of the catalogue: another language that lacks a sentence does not compile. */
export type Messages = typeof en

/** The catalogue in use. Read it when you draw (`words.search.title`), never keep a piece of it. */
export * as words from './en.ts'

/** The language of `words`, for Intl. British order and 24-hour clock for English. */
export const locale = 'en-GB'
