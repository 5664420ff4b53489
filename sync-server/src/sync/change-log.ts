import { records, type RecordKind } from 'shared/records.ts'
import { changeDigest, emptyDigest, rowHash } from 'shared/sync/digest.ts'
import { parseScope, type Scope } from 'shared/sync/scope.ts'
import type { Placed } from '../db/record-source.ts'
import type { Change, Tx, WriteChanges, Written } from '../db/transact.ts'
import type { Pokes } from './pokes.ts'
import { sources } from './sources.ts'
import { addRow, type Head, makeHead, moveHead, putRow, readHead, readRow } from './store.ts'

interface Row {
  readonly kind: RecordKind
  readonly id: string
  readonly placed: Placed<RecordKind>
}

/**
 * Puts changed records into the change log: the latest version of each (scope, kind, id), its seq being the scope's
 * next head. These are a unit's last writes, scopes in order, so heads are gapless and in order of commit.
 */
export const writeChanges =
  (pokes: Pick<Pokes, 'publish'>): WriteChanges =>
  async (tx, changes) => {
    const { byScope, scopes } = await place(tx, changes)
    const inOrder = [...byScope].sort(([a], [b]) => (a < b ? -1 : 1))
    const found = await Promise.all(inOrder.map(([scope, rows]) => formerly(tx, scope, rows)))
    const heads: Record<string, number> = {}
    const written: Promise<unknown>[] = []
    for (const each of found) heads[each.scope] = write(tx, each, written)
    await Promise.all(written)
    tx.afterCommit(() => pokes.publish(heads))
    return { heads, scopes }
  }

interface Places extends Pick<Written, 'scopes'> {
  readonly byScope: ReadonlyMap<Scope, Row[]>
}

async function place(tx: Tx, changes: readonly Change[]): Promise<Places> {
  const byScope = new Map<Scope, Row[]>()
  const scopes: Scope[][] = []
  for (const { kind, id, placed } of changes) {
    const versions = placed ?? (await sources[kind](tx, id))
    scopes.push(versions.map((version) => version.scope))
    for (const version of versions) {
      assertTravels(kind, version.scope)
      const rows = byScope.get(version.scope)
      if (rows) rows.push({ kind, id, placed: version })
      else byScope.set(version.scope, [{ kind, id, placed: version }])
    }
  }
  return { byScope, scopes }
}

/** A record in a scope it does not belong to would be a leak, so it is a bug that stores nothing. */
function assertTravels(kind: RecordKind, scope: Scope): void {
  const scopes: readonly string[] = records[kind].scopes
  const found = parseScope(scope)?.kind
  if (found === undefined || !scopes.includes(found)) throw new Error(`A ${kind} does not travel in ${scope}`)
}

type Former = Awaited<ReturnType<typeof readRow>>

/** What stands in a scope of which some rows are to be written. */
interface Found {
  readonly scope: Scope
  readonly rows: readonly Row[]
  readonly head: Head | undefined
  /** The versions that are replaced; of what is fresh there is none. */
  readonly formers: ReadonlyMap<Row, Former>
}

async function formerly(tx: Tx, scope: Scope, rows: readonly Row[]): Promise<Found> {
  const head = readHead(tx, scope)
  const old = rows.filter(({ placed }) => !placed.fresh)
  const found = await Promise.all(old.map(({ kind, id }) => readRow(tx, { scope, kind, id })))
  return { scope, rows, head: await head, formers: new Map(old.map((row, i) => [row, found[i]])) }
}

/**
 * Ask for the rows of a scope to be written, then its head; what was asked for is added to `written`, in this order.
 * @returns the head the scope reaches.
 */
function write(tx: Tx, { scope, rows, head, formers }: Found, written: Promise<unknown>[]): number {
  const seq = (head?.seq ?? 0) + 1
  let digest = head?.digest ?? emptyDigest
  for (const each of rows) {
    const { kind, id, placed } = each
    const former = formers.get(each)
    digest = changeDigest(digest, {
      ...(former?.op === 'put' && { removed: rowHash(kind, id, former.seq) }),
      ...(placed.value !== null && { added: rowHash(kind, id, seq) }),
    })
    const value = placed.value === null ? 'null' : JSON.stringify(placed.value)
    const op = placed.value === null ? 'remove' : 'put'
    const row = { scope, kind, id, seq, rev: placed.rev, op, value, at: tx.now }
    written.push(placed.fresh ? addRow(tx, row) : putRow(tx, row))
  }
  written.push(head ? moveHead(tx, { scope, seq, digest }) : makeHead(tx, { scope, seq, digest }))
  return seq
}
