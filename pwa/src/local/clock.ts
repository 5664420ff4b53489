import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'

/** The phone's own clock, ms since 1970. The only place of the app that reads it. */
export const now = (): number => Date.now()

const tickers = new Map<number, StoreApi<number>>()

/** One ticking store for each pace; it ticks only while somebody looks. */
function ticker(everyMs: number): StoreApi<number> {
  const known = tickers.get(everyMs)
  if (known) return known
  const store = createStore<number>()(() => now())
  let lookers = 0
  let timer: ReturnType<typeof setInterval> | undefined
  const ticking: StoreApi<number> = {
    ...store,
    subscribe(listener) {
      const stop = store.subscribe(listener)
      lookers += 1
      timer ??= setInterval(() => store.setState(now(), true), everyMs)
      return () => {
        stop()
        lookers -= 1
        if (lookers > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
  tickers.set(everyMs, ticking)
  return ticking
}

/** The time, read anew every `everyMs` while the component is on screen. */
export const useNow = (everyMs: number): number => useStore(ticker(everyMs))
