import { bug, type Bug } from './bug.ts'

const choose = 'sync-server/src/booking/choose.ts'

/** What becomes of a booking: quotes, moves, questions and waiting lists. */
export const lifeBugs: readonly Bug[] = [
  bug('quote-binds-nobody', 'More is kept than was shown', [
    'shared/src/booking/changes.ts',
    "return worse ? refuse('quote-changed',",
    "return worse && percent < 0 ? refuse('quote-changed',",
  ]),
  bug('part-takes-all', 'When one of a party stays at home everybody is paid back', [
    'sync-server/src/booking/terms.ts',
    'const gross = all ? row.price : (row.price / travelling.length) * leaving.length',
    'const gross = all ? row.price : row.price',
  ]),
  bug('choice-stays-open', 'A question that nobody answered is never settled', [
    choose,
    '(terms.row.choice_until ?? 0) > tx.now) return',
    '(terms.row.choice_until ?? 0) + 86_400_000 > tx.now) return',
  ]),
  bug('choice-costs-a-fee', 'The agency keeps a share of what it gives back for its own cancellation', [
    choose,
    'due, currency, percent: 0, until: tx.now })',
    'due, currency, percent: 20, until: tx.now })',
  ]),
]
