/**
 * What people do besides booking on board, boarding and taking cash. A seed without them all has the history it had
 * before there were any: no cards, no jobs, one fare.
 * `money`: wallets, cards, points. `changes`: parts cancelled, moves, waiting lists, later coaches. `disruptions`: the
 * operator cancels, delays and swaps, and passengers answer.
 */
export const habits = ['money', 'changes', 'disruptions'] as const
export type Habit = (typeof habits)[number]
