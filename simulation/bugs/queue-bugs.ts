import { bug, type Bug } from './bug.ts'

const engine = 'pwa/src/sync/engine.ts'
const queue = 'pwa/src/local/queue.ts'
const protocol = 'shared/src/sync/protocol.ts'
const released =
  "await release(outbox, lease, (answer.kind === 'unreachable' || answer.kind === 'busy') && answer.left)"
const dropped = 'await outbox.intents.bulkDelete(batch.map((intent) => intent.id))'
const answered = "return [{ ...free, state: 'final', outcome: JSON.stringify(outcome), answeredAt: at.now }]"
const freed = 'await release(outbox, lease, true)'

/** The queue on the phone. */
export const queueBugs: readonly Bug[] = [
  bug('busy-is-done', 'Non-2xx treated as done', [
    engine,
    released,
    `if (answer.kind === 'busy') ${dropped}\n${released}`,
  ]),
  bug('sign-in-deletes', '401 deletes the item', [
    engine,
    released,
    `if (answer.kind === 'sign-in') ${dropped}\n${released}`,
  ]),
  bug('never-left-is-done', 'A batch is acknowledged on the phone that never left it', [
    engine,
    released,
    `if (answer.kind === 'unreachable') ${dropped}\n${released}`,
  ]),
  bug('refused-envelope-deletes', 'What a gate refuses is thrown away', [
    engine,
    released,
    `if (answer.kind === 'refused') ${dropped}\n${released}`,
  ]),
  bug('bookkeeping-buries', 'A local error buries an accepted write', [
    engine,
    freed,
    "await outbox.intents.where('state').equals('sending').filter((row) => row.lease === lease).delete()",
  ]),
  bug('refused-is-confirmed', '200 with refused inside is ignored', [
    queue,
    answered,
    "return [{ ...free, state: 'final', outcome: JSON.stringify(outcome.status === 'refused' ? { ...outcome, status: 'confirmed', code: null } : outcome), answeredAt: at.now }]",
  ]),
  bug('changes-before-outcomes', 'A full cache buries the answers', [
    engine,
    'storeOutcomes(outbox, outcomes, { now, chance: () => ports.chance.fraction() }),',
    'outcomes.length > 0 && ports.chance.fraction() < 0.2 ? outbox.intents.bulkDelete(outcomes.map((outcome) => outcome.id)) : storeOutcomes(outbox, outcomes, { now, chance: () => ports.chance.fraction() }),',
  ]),
  bug(
    'sending-for-ever',
    'A crash leaves it sending for ever',
    [engine, 'if (ports.locks.exclusive) await releaseDead(stores.outbox)', ''],
    [queue, 'notBefore(row.leaseUntil, now, leaseMs)', 'Infinity'],
  ),
  bug(
    'lease-kept-on-failure',
    'A lease is kept when an exchange fails',
    [engine, freed, 'await Promise.resolve()'],
    [engine, released, ''],
    [engine, 'if (ports.locks.exclusive) await releaseDead(stores.outbox)', ''],
  ),
  bug(
    'two-drainers',
    'Two drainers send one item',
    [
      engine,
      'const end = await ports.locks.tryHold(`wayfare-drain-${stores.account}`, () => drainAll(stores, ports))',
      'const end = await drainAll(stores, ports)',
    ],
    [queue, '? notBefore(row.leaseUntil, now, leaseMs)', '? 0'],
  ),
  bug(
    'portal-is-an-answer',
    'An HTML login page answered with 200 is taken for the server',
    [
      'pwa/src/sync/transport.ts',
      "if (!/^application\\/(problem\\+)?json\\b/.test(type)) return { kind: 'unreachable', left: true }",
      "if (!/^application\\/(problem\\+)?json\\b/.test(type)) return { kind: 'answered', status: response.status, body: null }",
    ],
    [
      'pwa/src/sync/fetch-exchange.ts',
      "return response ? { kind: 'answered', response } : { kind: 'unreachable', left: true }",
      "return response ? { kind: 'answered', response } : { kind: 'busy', retryAfterMs: null, left: true, taken: true }",
    ],
    [engine, released, `if (answer.taken) ${dropped}\n${released}`],
  ),
  bug('one-queue-for-all', 'The queue is replayed as the next user', [
    'pwa/src/local/outbox-db.ts',
    'export const outboxName = (account: string): string => `${prefix}${account}`',
    "export const outboxName = (_: string): string => `${prefix}${'0'.repeat(32)}`",
  ]),
  bug('clock-orders', "The device's clock decides the order", [
    protocol,
    'for (const intent of [...undecided].sort((a, b) => a.n - b.n)) {',
    'for (const intent of [...undecided].sort((a, b) => b.notBefore - a.notBefore || b.n - a.n)) {',
  ]),
  bug(
    'followers-do-not-wait',
    'What comes after goes before',
    [protocol, 'if (intent.after.some((id) => waiting.has(id))) continue', ''],
    [
      'sync-server/src/sync/decide.ts',
      "if (!before || before.account !== account || before.status === null) return 'wait'",
      'if (!before || before.account !== account || before.status === null) continue',
    ],
  ),
  bug('says-saved-when-full', 'A full phone says saved', [
    'pwa/src/local/outbox.ts',
    'if (lastChance || !isFull(error)) return false',
    'if (lastChance || !isFull(error)) return true',
  ]),
  bug('not-read-back', 'A request is said to be saved before it is written', [
    'pwa/src/local/outbox.ts',
    'await withHandle(outbox, () => enqueue(outbox, intent))',
    'void withHandle(outbox, () => enqueue(outbox, intent)).catch(() => undefined)\nreturn true',
  ]),
  bug('withdrawn-too-late', 'A request is withdrawn that is with the server', [
    queue,
    'if (there || !found.some((row) => row.id === id)) return []',
    'if (!found.some((row) => row.id === id)) return []',
  ]),
  bug('blocked-for-ever', 'What was told later is never asked again', [
    queue,
    "stuck: row.state === 'stuck',",
    "stuck: row.state === 'stuck' || row.state === 'blocked',",
  ]),
  bug('silent-for-hours', 'The queue is silent for hours while connected', [
    'pwa/src/sync/driver.ts',
    'later(Math.max(backoff(failures, chance.fraction()),',
    'if (failures < 2) later(Math.max(backoff(failures, chance.fraction()),',
  ]),
  bug('poison-blocks-all', 'One poison item blocks all', [
    'sync-server/src/sync/exchange.ts',
    'if (others.length > 0) return decideApart(context, actor, batch)',
    'if (others.length > 0) throw cause',
  ]),
  bug('settled-at-once', 'An answer counts as settled before its effects are there', [
    queue,
    'every(([scope, seq]) => (cursors.get(scope) ?? Infinity) >= seq)',
    'every(([scope, seq]) => (cursors.get(scope) ?? Infinity) >= seq || seq > 0)',
  ]),
  bug('cookie-of-another', 'The cookie of another account signs the queue of this one', [
    'pwa/src/session/auth.ts',
    'if (opened.account.id !== mine) return needSignIn()',
    '',
  ]),
  bug('refresh-once-only', 'A lost answer to a renewal logs the user out', [
    'sync-server/src/identity/sessions.ts',
    'tx.now <= (row.previous_until ?? Infinity)',
    'tx.now < 0',
  ]),
  bug('renewal-lost-twice', 'Answers to renewals that are lost for longer than a minute log the user out', [
    'sync-server/src/identity/sessions.ts',
    'row.previous_until ?? Infinity',
    'row.previous_until ?? Number(row.used_at) + graceMs',
  ]),
]
