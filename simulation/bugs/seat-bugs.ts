import { bug, type Bug } from './bug.ts'

const allocate = 'sync-server/src/inventory/allocate.ts'
const board = 'sync-server/src/tickets/board.ts'
const fallbacks = 'shared/src/booking/fallbacks.ts'
const events = 'shared/src/tickets/events.ts'

/** Seats, wishes, tickets and what happens on the bus. */
export const seatBugs: readonly Bug[] = [
  bug('leg-too-many', 'A ride takes the leg after its last', [
    'shared/src/inventory/legs.ts',
    '(1n << BigInt(alight)) - (1n << BigInt(board))',
    '(1n << BigInt(alight + 1)) - (1n << BigInt(board))',
  ]),
  bug('frees-the-whole-seat', 'A cancelled ride frees the legs of others', [
    allocate,
    'const left = parseMask(taken[seat]) & ~mask',
    'const left = parseMask(taken[seat]) & 0n & ~mask',
  ]),
  bug(
    'seat-sold-twice',
    'A leg that is taken is given again',
    [
      'sync-server/src/inventory/store.ts',
      ".onConflict(['departure', 'seat', 'leg'])\n    .ignore(),",
      ".onConflict(['departure', 'seat', 'leg'])\n    .merge(['booking']),",
    ],
    [
      fallbacks,
      'return taken.length === 0 ? grant(wish.seats) :',
      'return taken.length < wish.seats.length ? grant(wish.seats) :',
    ],
  ),
  bug('first-leg-only', 'Only the first leg of a ride is taken', [
    allocate,
    'for (let leg = ride.board; leg < ride.alight; leg += 1) {',
    'for (let leg = ride.board; leg <= ride.board; leg += 1) {',
  ]),
  bug('seats-in-another-order', 'Named seats go to others of the party', [
    fallbacks,
    'return taken.length === 0 ? grant(wish.seats) :',
    'return taken.length === 0 ? grant([...wish.seats].reverse()) :',
  ]),
  bug('wish-miscounted', 'The booking names another wish than was met', [
    fallbacks,
    'if (met.ok) return grant({ ...met.value, wish: index, failed })',
    'if (met.ok) return grant({ ...met.value, wish: failed.length > 0 ? index - 1 : index, failed })',
  ]),
  bug('above-the-ceiling', 'More is charged than was allowed', [
    'shared/src/booking/fares.ts',
    'price.amount <= ceiling.amount',
    'price.amount <= ceiling.amount + 100',
  ]),
  bug('other-ride-on-the-other-coach', 'A fallback to another coach forgets where it ends', [
    fallbacks,
    "return [wish.kind === 'departure' ? wish : intent]",
    "return [wish.kind === 'departure' ? { ...wish, alight: { index: wish.board.index + 1, stop: wish.board.stop.replace(/\\d+$/, String(wish.board.index + 1)) } } : intent]",
  ]),
  bug('ticket-outlives-booking', 'A cancelled booking keeps a good ticket', [
    'sync-server/src/tickets/cancel.ts',
    "if (ticket.status !== 'valid' ||",
    "if (ticket.status !== 'valid' || ticket.seat.endsWith('A') ||",
  ]),
  bug('manifest-not-told', 'The conductor is not told of a cancelled ticket', [
    'sync-server/src/tickets/cancel.ts',
    "tx.changed('manifest-entry', ticket.id)",
    '',
  ]),
  bug('booking-not-told', 'The passenger is not told that cash was taken', [
    'sync-server/src/booking/settle.ts',
    "tx.changed('booking', booking)",
    '',
  ]),
  bug('event-twice', 'A fact told twice changes its flags', [
    'sync-server/src/tickets/doubles.ts',
    'if (flagged === doubles.has(event)) continue',
    'if (flagged || flagged === doubles.has(event)) continue',
  ]),
  bug(
    'undo-ignored',
    'An undone boarding counts',
    [
      events,
      'const standing = counted.filter((f) => !undone.has(f.event))',
      "const standing = counted.filter((f) => !undone.has(f.event) || f.kind === 'board')",
    ],
    [
      events,
      'flags?.some((flag) => heldBack.includes(flag))',
      "flags?.some((flag) => heldBack.includes(flag) || flag === 'double-boarded')",
    ],
  ),
  bug('fact-refused', 'A fact from the bus is refused', [
    'sync-server/src/sync/decide.ts',
    'if (prepared.fact) return hold(tx, actor.account, prepared, done.code)',
    '',
  ]),
  bug('fact-dropped', 'A fact of another agency is recorded and forgotten', [
    'sync-server/src/sync/decide.ts',
    'await holdFact(tx, { id, account, device, name, envelope: text, flag, now: tx.now })',
    'void text',
  ]),
  bug('cash-forgotten', 'Cash that was taken clears nothing', [
    board,
    'const due = cash === null ? ticket.owed : 0',
    'const due = cash === null ? ticket.owed : ticket.due',
  ]),
  bug(
    'sold-to-the-last-minute',
    'A coach that has left is sold',
    ['shared/src/booking/sale.ts', "if (now >= at) return refuse('departed', { at })", ''],
    [
      'shared/src/booking/sale.ts',
      "if (now >= at - salesClose) return refuse('sales-closed', { at: at - salesClose })",
      '',
    ],
  ),
  bug('told-of-others', 'An outcome tells of scopes that are not for the asker', [
    'sync-server/src/sync/conclude.ts',
    "if (kind === 'account') return scope === `account:${account}`",
    "if (kind === 'account') return true",
  ]),
  bug(
    'refusal-leaves-seats',
    'A refusal leaves what it took',
    ['sync-server/src/db/unit.ts', 'if (!result.ok) await undo()', ''],
    [
      fallbacks,
      'return taken.length === 0 ? grant(wish.seats) :',
      'return taken.length < wish.seats.length || wish.seats.length === 1 ? grant(wish.seats) :',
    ],
  ),
  bug('account-of-another', 'A booking is made for whoever held the seat before', [
    'sync-server/src/sync/handlers.ts',
    "'booking.book': async (tx, { context, actor, id, args, held }) => {",
    "'booking.book': async (tx, { context, actor: asker, id, args, held }) => {\n    const actor = args.passengers.length === 4 ? { ...asker, account: '0'.repeat(32) } : asker",
  ]),
]
