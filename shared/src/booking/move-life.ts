import type { Life } from '../base/life.ts'

/**
 * The life of a move whose difference is paid by card. `held`: the seats of the new ride are kept, and the booking stands
 * on its old ride. `done`: it was paid, and the booking has the new ride. `expired`: it was not paid in time. `dropped`:
 * the booking was changed otherwise meanwhile, or the new departure was.
 */
export const moveStates = ['held', 'done', 'expired', 'dropped'] as const
export type MoveState = (typeof moveStates)[number]
export type MoveEvent = 'pay' | 'expire' | 'drop'

/** Total: each state says what each event does to it. Money for a move that is over goes back by itself. */
export const moveLife: Life<MoveState, MoveEvent> = {
  held: { pay: { to: 'done' }, expire: { to: 'expired' }, drop: { to: 'dropped' } },
  done: { pay: { same: true }, expire: { same: true }, drop: { same: true } },
  expired: { pay: { refuse: 'paid-but-gone' }, expire: { same: true }, drop: { same: true } },
  dropped: { pay: { refuse: 'paid-but-gone' }, expire: { same: true }, drop: { same: true } },
}
