import type { Statement } from '../db/statement.ts'
import type { Reader } from '../db/transact.ts'
import type { Check, Flaw } from './check.ts'

/** Rows of one page of a stream, and most flaws that one query lists. */
export const pageRows = 500

/** All rows of a query that is read in pages: `following` gives the parameters of the page behind a row. */
export async function* stream<P extends object, R>(
  reader: Reader,
  page: Statement<P, R>,
  first: P,
  following: (last: R) => P,
): AsyncGenerator<R> {
  let next: P | undefined = first
  while (next !== undefined) {
    const rows: R[] = await reader.all(page, next)
    yield* rows
    const last = rows.at(-1)
    next = last !== undefined && rows.length === pageRows ? following(last) : undefined
  }
}

/** All rows of a table that is read in the order of its text id. */
export const streamById = <R extends { readonly id: string }>(
  reader: Reader,
  page: Statement<{ after: string }, R>,
): AsyncGenerator<R> => stream(reader, page, { after: '' }, (last) => ({ after: last.id }))

/** A check whose query finds the flaws by itself, at most a page of them. */
export const queryCheck = <R>(
  about: Pick<Check, 'number' | 'says'>,
  query: Statement<object, R>,
  tell: (row: R) => Flaw,
): Check => ({
  ...about,
  async *find(reader) {
    for (const row of await reader.all(query, {})) yield tell(row)
  },
})
