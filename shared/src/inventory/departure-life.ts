import type { Instant } from '../base/instants.ts'
import type { Life } from '../base/life.ts'

/** The life of a departure. `departed` is told by the clock: it left its last boarding stop. */
export type DepartureLifeState = 'scheduled' | 'cancelled' | 'departed'

export type DepartureEvent = 'book' | 'delay' | 'swap' | 'cancel' | 'leave'

export const departureLife: Life<DepartureLifeState, DepartureEvent> = {
  scheduled: {
    book: { stays: true },
    delay: { stays: true },
    swap: { stays: true },
    cancel: { to: 'cancelled' },
    leave: { to: 'departed' },
  },
  cancelled: {
    book: { refuse: 'cancelled' },
    delay: { refuse: 'cancelled' },
    swap: { refuse: 'cancelled' },
    cancel: { same: true },
    leave: { same: true },
  },
  departed: {
    book: { refuse: 'departed' },
    delay: { refuse: 'departed' },
    swap: { refuse: 'departed' },
    cancel: { refuse: 'departed' },
    leave: { same: true },
  },
}

/** What a departure is now. `lastLeavesAt`: when it leaves the last stop at which anybody boards, delay included. */
export const departureStateAt = (
  status: 'scheduled' | 'cancelled',
  lastLeavesAt: Instant,
  now: Instant,
): DepartureLifeState => (status === 'cancelled' ? 'cancelled' : now >= lastLeavesAt ? 'departed' : 'scheduled')
