import { useLayoutEffect } from 'react'
import { arrival, type Arrival } from './history.ts'

/** A page may draw itself in steps: a chunk arrives, then the phone's data. After so long it is what it is. */
const patience = 3000

/** The person acts: from now on focus and scroll are theirs. */
const deeds = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

function lander({ scroll }: Arrival): () => void {
  let reached = false
  return () => {
    const page = document.querySelector('.page')
    const h1 = page?.querySelector('h1')
    if (!page || !h1) return
    // What stands in the page and took the focus by itself (the first field of a form) may keep it.
    if (!page.contains(document.activeElement)) h1.focus({ preventScroll: true })
    if (reached) return
    scrollTo(0, scroll)
    reached = Math.abs(scrollY - scroll) < 2
  }
}

/** After navigation the h1 has the focus and the page stands where it was left, or at its top. */
export function useLanding(path: string): void {
  useLayoutEffect(() => {
    const how = arrival()
    if (how.by === 'load') return
    const land = lander(how)
    const watch = new MutationObserver(land)
    const stop = () => {
      watch.disconnect()
      clearTimeout(timer)
      for (const deed of deeds) removeEventListener(deed, stop, true)
    }
    const timer = setTimeout(stop, patience)
    for (const deed of deeds) addEventListener(deed, stop, true)
    watch.observe(document.body, { childList: true, subtree: true })
    land()
    return stop
  }, [path])
}
