/**
 * Where a scope stands on the phone, and what a page does to it. Between pages a scope is not consistent, so pages are
 * staged and swapped in together with the cursor when the last one is there.
 */

export interface Position {
  /** Rows equal the server's at this sequence. */
  readonly cursor: number
  /** Pages that have come since, not shown yet. */
  readonly staged: { readonly cursor: number; readonly snapshot: boolean } | null
  /** The digest was wrong: everything is to come anew. */
  readonly heal: boolean
}

export interface Page {
  readonly snapshot: boolean
  readonly from: number
  readonly to: number
  readonly more: boolean
  readonly rows: readonly { readonly seq: number }[]
}

export type PageVerdict =
  /** Keep the rows aside. `fresh`: first forget what was kept aside before. */
  | { kind: 'stage'; snapshot: boolean; fresh: boolean }
  /** Swap the rows in. `replace`: all rows of the scope give way. `fresh`: what was kept aside does not belong to it. */
  | { kind: 'commit'; replace: boolean; fresh: boolean }
  /** An answer to a question from where the scope no longer stands: late or doubled. Nothing happens. */
  | { kind: 'stale' }
  /** Contradicts itself: nothing happens, the scope is fetched anew. */
  | { kind: 'broken' }

/** The cursor to ask with. Staged pages count, so that a broken connection does not start from 0 again. */
export function askFrom({ cursor, staged, heal }: Position): number {
  if (heal) return staged?.snapshot ? staged.cursor : 0
  return staged?.cursor ?? cursor
}

/**
 * What to do with a page that answers a question from cursor `asked`. A page from 0 replaces everything, whether or not
 * it is called a snapshot; the pages that follow a snapshot's first belong to it.
 */
export function judgePage(position: Position, asked: number, page: Page): PageVerdict {
  if (askFrom(position) !== asked) return { kind: 'stale' }
  if (page.to < page.from || page.rows.some((row) => row.seq <= page.from || row.seq > page.to))
    return { kind: 'broken' }
  if (page.from === 0) {
    if (!page.snapshot && asked !== 0) return { kind: 'broken' }
    return page.more ? { kind: 'stage', snapshot: true, fresh: true } : { kind: 'commit', replace: true, fresh: true }
  }
  if (page.from !== asked) return { kind: 'broken' }
  const snapshot = position.staged?.snapshot ?? false
  if (page.snapshot && !snapshot) return { kind: 'broken' }
  const fresh = position.staged === null
  return page.more ? { kind: 'stage', snapshot, fresh } : { kind: 'commit', replace: snapshot, fresh }
}
