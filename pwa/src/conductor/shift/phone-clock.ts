import { useEffect } from 'react'
import { now } from '../../local/clock.ts'
import { latestTime, noteTime, useClockOffset } from '../../local/clock-offset.ts'
import { awake, clockOffBy, type ClockSample } from '../clock-evidence.ts'

const sample = (): ClockSample => ({ wall: now(), monotonic: performance.now() })

/** Both clocks when this page started or last woke; the last answer of the server is a better one. */
let since: ClockSample = sample()

/** How far this phone's clock is off, in ms, when it cannot be trusted; null when it can. */
export function phoneClockOffBy(): number | null {
  const answer = useClockOffset.getState().takenAt
  const later = answer !== null && answer.monotonic > since.monotonic
  const compared = later ? { wall: answer.clock, monotonic: answer.monotonic } : since
  return clockOffBy({ ...sample(), lastStored: latestTime(), since: compared })
}

/** Stores the time twice a minute while conductor pages are open, unless the clock is suspect, and forgives sleep. */
export function useClockWatch(): void {
  useEffect(() => {
    const woke = (): void => {
      if (document.visibilityState === 'visible') since = awake(since, sample())
    }
    const timer = setInterval(() => phoneClockOffBy() === null && noteTime(), 30_000)
    document.addEventListener('visibilitychange', woke)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', woke)
    }
  }, [])
}
