import { records, type RecordKind } from 'shared/records.ts'
import { changeDigest, emptyDigest, rowHash } from 'shared/sync/digest.ts'
import { parseScope, type Scope } from 'shared/sync/scope.ts'
import type { Placed } from '../db/record-source.ts'
import type { Change, Tx, WriteChanges, Written } from '../db/transact.ts'
import type { Pokes } from './pokes.ts'
import { sources } from './sources.ts'
import { addRow, makeHead, moveHead, putRow, readHead, readRow } from './store.ts'

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
    const heads: Record<string, number> = {}
    for (const scope of [...byScope.keys()].sort()) heads[scope] = await write(tx, scope, byScope.get(scope) ?? [])
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

/** @returns the head the scope reached. */
async function write(tx: Tx, scope: Scope, rows: readonly Row[]): Promise<number> {
  const head = await readHead(tx, scope)
  const seq = (head?.seq ?? 0) + 1
  let digest = head?.digest ?? emptyDigest
  for (const { kind, id, placed } of rows) {
    const former = head && !placed.fresh ? await readRow(tx, { scope, kind, id }) : undefined
    digest = changeDigest(digest, {
      ...(former?.op === 'put' && { removed: rowHash(kind, id, former.seq) }),
      ...(placed.value !== null && { added: rowHash(kind, id, seq) }),
    })
    const value = placed.value === null ? 'null' : JSON.stringify(placed.value)
    const op = placed.value === null ? 'remove' : 'put'
    const row = { scope, kind, id, seq, rev: placed.rev, op, value, at: tx.now }
    await (placed.fresh ? addRow(tx, row) : putRow(tx, row))
  }
  if (head) await moveHead(tx, { scope, seq, digest })
  else await makeHead(tx, { scope, seq, digest })
  return seq
}
