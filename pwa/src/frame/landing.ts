import { useLayoutEffect } from 'react'
import { arrival, type Arrival } from './history.ts'

const patience = 3000

/** Runs `done` at once or as soon as the page has drawn what it waits for; gives up after three seconds. */
function whenDrawn(done: () => boolean): () => void {
  if (done()) return () => undefined
  const watch = new MutationObserver(() => done() && watch.disconnect())
  watch.observe(document.body, { childList: true, subtree: true })
  const timer = setTimeout(() => watch.disconnect(), patience)
  return () => {
    clearTimeout(timer)
    watch.disconnect()
  }
}

function land({ scroll }: Arrival): boolean {
  const h1 = document.querySelector<HTMLElement>('main h1, .page h1')
  if (!h1) return false
  h1.focus({ preventScroll: true })
  scrollTo(0, scroll)
  return scroll === 0 || Math.abs(scrollY - scroll) < 2
}

/** After navigation the h1 has the focus and the page stands where it was left, or at its top. */
export function useLanding(path: string): void {
  useLayoutEffect(() => {
    const how = arrival()
    if (how.by === 'load') return
    return whenDrawn(() => land(how))
  }, [path])
}
