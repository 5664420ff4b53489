import { type Bug, bug } from './bug.ts'

const reconcile = 'pwa/src/sync/reconcile.ts'

/** Of a backup that comes back, and what phones and server make of it. */
export const restoreBugs: readonly Bug[] = [
  bug('forgotten-stays-forgotten', 'What a restored server forgot is not asked again', [
    reconcile,
    'new Set(response.forgotten.filter((id) => ours.has(id)))',
    'new Set<KnownAnswer["id"]>()',
  ]),
  bug('tickets-not-shown', 'What is asked again comes without its tickets', [
    reconcile,
    "(tickets.get(row.id) ?? (outcomeOf(row)?.status === 'refused' ? (row.reissue ?? []) : []))",
    '[]',
  ]),
  bug('snapshot-before-comparing', 'Rows are fetched before answers are compared', [
    'pwa/src/sync/engine.ts',
    'if (ask.known) return makeRequest(cache, { ...ask, scopes: [] })',
    '',
  ]),
  bug('another-reference', 'What is booked again gets another reference', [
    'sync-server/src/booking/book.ts',
    '(draws === 0 ? before : undefined) ?? newReference(random)',
    'newReference(random)',
  ]),
  bug('another-ticket', 'What is booked again gets other tickets', [
    'sync-server/src/tickets/issue.ts',
    'held?.claims.ticket ?? newId(random)',
    'newId(random)',
  ]),
  bug('conflict-in-silence', 'What cannot be booked again is refused like anything else', [
    'sync-server/src/sync/conflicts.ts',
    'if (!envelope.reissue || harmless.includes(code)) return false',
    'return false',
  ]),
]
