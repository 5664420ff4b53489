/** Whether this phone's clock can be trusted to judge "too early" and "too late". */

/** The two clocks of a phone, read together. The monotonic one cannot be set, and stops while the phone sleeps. */
export interface ClockSample {
  readonly wall: number
  readonly monotonic: number
}

export interface ClockEvidence extends ClockSample {
  /** The latest time this phone ever stored. */
  readonly lastStored: number
  /** Both clocks at the last exchange, or when the page last came back from sleep; null before. */
  readonly since: ClockSample | null
}

export const mostDrift = 2 * 60_000
/** A clock that is corrected by the network steps back by less than this. */
const stepBack = 2_000

/** How far the clock is off in ms (ahead is positive); null when nothing speaks against it. */
export function clockOffBy({ wall, monotonic, lastStored, since }: ClockEvidence): number | null {
  const drift = since === null ? 0 : wall - since.wall - (monotonic - since.monotonic)
  if (Math.abs(drift) > mostDrift) return drift
  return wall < lastStored - stepBack ? wall - lastStored : null
}

/**
 * The sample to compare with once the page is seen again. Time asleep looks like a clock set forward, so a forward
 * step while nobody looked is forgiven; a step back never is.
 */
export function awake(since: ClockSample | null, now: ClockSample): ClockSample {
  if (since === null) return now
  const drift = now.wall - since.wall - (now.monotonic - since.monotonic)
  return drift > 0 ? now : since
}
