import { bug, type Bug } from './bug.ts'

const pages = 'sync-server/src/sync/pages.ts'
const log = 'sync-server/src/sync/change-log.ts'
const apply = 'pwa/src/local/apply.ts'
const cursor = 'shared/src/sync/cursor.ts'

/** The change log, from the transaction to the phone. */
export const feedBugs: readonly Bug[] = [
  bug('late-rows-skipped', 'Rows are committed behind a head that phones have reached', [
    log,
    'const row = { scope, kind, id, seq, rev: placed.rev, op, value, at: tx.now }',
    "const late = kind === 'ticket' && head ? seq - 1 : seq\n    if (late !== seq) digest = changeDigest(digest, { removed: rowHash(kind, id, seq), added: rowHash(kind, id, late) })\n    const row = { scope, kind, id, seq: late, rev: placed.rev, op, value, at: tx.now }",
  ]),
  bug('cursor-beyond-the-page', 'The cursor goes further than the rows', [
    apply,
    '    cursor: page.to,',
    '    cursor: page.to + (page.rows.length > 3 ? 1 : 0),',
  ]),
  bug('transaction-split', 'A page splits a transaction', [
    pages,
    'const whole = rows.filter((row) => row.seq !== last)',
    'const whole = rows.slice(0, -1)',
  ]),
  bug('shown-by-halves', 'Pages are shown as they come', [
    cursor,
    "return page.more ? { kind: 'stage', snapshot, fresh } : { kind: 'commit', replace: snapshot, fresh }",
    "return { kind: 'commit', replace: snapshot && !page.more, fresh }",
  ]),
  bug('snapshot-doubles', 'A snapshot leaves old rows behind', [
    apply,
    "if (verdict.replace) await cache.rows.where('scope').equals(scope).delete()",
    '',
  ]),
  bug('first-page-lost', 'The pages before the last are lost at the boundary', [
    apply,
    "const before = verdict.fresh ? [] : await cache.staged.where('scope').equals(scope).toArray()",
    "const before = verdict.fresh || page.rows.length > 1 ? [] : await cache.staged.where('scope').equals(scope).toArray()",
  ]),
  bug('late-page-applied', 'A page that comes late is applied', [
    cursor,
    "if (askFrom(position) !== asked) return { kind: 'stale' }",
    '',
  ]),
  bug(
    'digest-unchecked',
    'Rows are not checked, and one is left out',
    [apply, 'if (differs && !(verdict.replace && stands.heal)) throw new DigestDiffers()', ''],
    [
      apply,
      "const puts = rows.filter((row) => row.op === 'put')",
      "const puts = rows.filter((row) => row.op === 'put' && !row.id.startsWith('7'))",
    ],
  ),
  bug(
    'removed-rows-stay',
    'What was removed stays on the phone',
    [
      apply,
      "const removed = rows.filter((row) => row.op === 'remove')",
      "const removed = rows.filter((row) => row.op === 'remove' && row.seq < 0)",
    ],
    [apply, 'if (differs && !(verdict.replace && stands.heal)) throw new DigestDiffers()', ''],
  ),
  bug(
    'cursors-from-the-future',
    'A restored backup meets cursors from the future',
    ['pwa/src/sync/request.ts', 'const stands = row && row.epoch === epoch ? row : undefined', 'const stands = row'],
    [apply, 'row.epoch === epoch ? row :', 'row.epoch !== "" ? { ...row, epoch } :'],
    [pages, "if (from > head) return { kind: 'ahead' }", "if (from > head) return { kind: 'quiet' }"],
  ),
  bug('gone-keeps-rows', 'A list that was taken away stays', [
    apply,
    `    await cache.rows.where('scope').equals(scope).delete()
    await cache.staged.where('scope').equals(scope).delete()
    await cache.scopes.put({ ...unknownScope(scope), gone, asOf: now })`,
    '    await cache.scopes.put({ ...unknownScope(scope), gone, asOf: now })',
  ]),
  bug('cursor-apart', 'Rows and cursor are stored apart', [
    apply,
    "return await cache.transaction('rw', cache.rows, cache.staged, cache.scopes, cache.meta, () =>\n      swapIn(cache, page, input),\n    )",
    'return await swapIn(cache, page, input)',
  ]),
  bug('head-not-moved', 'A head stands still now and then', [
    log,
    'written.push(head ? moveHead(tx, { scope, seq, digest }) : makeHead(tx, { scope, seq, digest }))',
    'if (!head) written.push(makeHead(tx, { scope, seq, digest }))\n  else if (seq % 7 !== 0) written.push(moveHead(tx, { scope, seq, digest }))',
  ]),
  bug('digest-adds-only', 'The digest forgets to take away', [
    log,
    "...(former?.op === 'put' && { removed: rowHash(kind, id, former.seq) }),",
    '',
  ]),
  bug(
    'revoked-role-follows',
    'A role that was taken away still reads',
    [
      'sync-server/src/sync/follow.ts',
      "return agency !== undefined && mayFor(actor, 'manifest.read', agency) ? 'granted' : 'revoked'",
      "return agency !== undefined ? 'granted' : 'revoked'",
    ],
    ['sync-server/src/sync/follow.ts', "if (actor.memberships.length === 0) return 'revoked'", ''],
  ),
  bug('tombstone-forgotten', 'A floor is not raised when a tombstone goes', [
    'sync-server/src/sync/store.ts',
    'await tx.run(raiseFloor, { scope: row.scope, floor: row.seq })',
    '',
  ]),
  bug('replay-differs', 'A replayed answer is another', [
    'sync-server/src/sync/decide.ts',
    '{ ...parseOutcome(known.outcome), replayed: true }',
    '{ ...parseOutcome(known.outcome), at: {}, replayed: true }',
  ]),
  bug(
    'runs-twice',
    'An intent that comes again is run again',
    [
      'sync-server/src/sync/decide.ts',
      'if (!fresh) return again(tx, unit, prepared)',
      "if (!fresh && (name === 'booking.book' || (await readIntent(tx, id))?.hash !== hash)) return again(tx, unit, prepared)",
    ],
    ['sync-server/src/sync/conclude.ts', 'value, rev: 0, fresh: true }', 'value, rev: 0 }'],
  ),
  bug('reads-the-uncommitted', 'What is not committed yet is told', [
    'sync-server/src/db/sqlite.ts',
    '(writer.db.inTransaction ? cold : warm)',
    'warm',
  ]),
  bug('half-a-group', 'A full disk in a group commit commits half of it', [
    'sync-server/src/db/sqlite.ts',
    "if (!writer.db.inTransaction) throw new StorageUnavailable('The group was rolled back by the database')",
    "if (!writer.db.inTransaction) {\n writer.control('begin immediate')\n settled.push(done)\n continue\n }",
  ]),
  bug(
    'answer-before-commit',
    'A half-done batch is told as untouched',
    [
      'sync-server/src/sync/conclude.ts',
      'written.push(decideIntent(tx, { id, status, code, outcome: JSON.stringify(outcome) }))',
      'written.push(prepared.envelope.n % 5 !== 0 ? decideIntent(tx, { id, status, code, outcome: JSON.stringify(outcome) }) : releaseIntent(tx, id))',
    ],
    [
      'sync-server/src/sync/conclude.ts',
      "import { decideIntent } from './intent-store.ts'",
      "import { decideIntent, releaseIntent } from './intent-store.ts'",
    ],
  ),
]
