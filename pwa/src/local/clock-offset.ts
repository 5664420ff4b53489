import { create } from 'zustand'
import { now } from './clock.ts'

/** What is known of this phone's clock against the server's. */
export interface ClockOffset {
  /** Server = phone + offset, in ms; 0 before the first exchange. */
  readonly offset: number
  /** The phone's clock and its monotonic clock when the offset was taken; null before the first exchange. */
  readonly takenAt: { readonly clock: number; readonly monotonic: number } | null
}

const key = 'wayfare-clock'

export const useClockOffset = create<ClockOffset>()(() => ({ offset: stored().offset, takenAt: null }))

/** Takes the offset from an exchange: the server's time against the middle of the round trip. */
export function noteServerTime(seen: { sentAt: number; receivedAt: number; serverAt: number }): void {
  const offset = Math.round(seen.serverAt - (seen.sentAt + seen.receivedAt) / 2)
  useClockOffset.setState({ offset, takenAt: { clock: seen.receivedAt, monotonic: performance.now() } })
  localStorage.setItem(key, JSON.stringify({ offset, latest: seen.receivedAt }))
}

/** The latest time this phone ever stored, by its own clock; 0 before the first. */
export const latestTime = (): number => stored().latest

/** Remembers that it was this late, so that a clock set back is noticed without an exchange. */
export function noteTime(): void {
  const { offset, latest } = stored()
  if (now() > latest) localStorage.setItem(key, JSON.stringify({ offset, latest: now() }))
}

function stored(): { offset: number; latest: number } {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (typeof read === 'object' && read !== null && 'offset' in read && 'latest' in read)
      return { offset: Number(read.offset) || 0, latest: Number(read.latest) || 0 }
  } catch {
    // Not ours, or no storage here.
  }
  return { offset: 0, latest: 0 }
}
