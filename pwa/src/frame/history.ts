/**
 * The way back through the app. Each entry of the browser's history bears its position within this tab, so that "back"
 * knows whether there is a page of ours behind, and its scroll position, so that going back lands where one left.
 */
interface Mark {
  readonly position: number
}

let position = 0
type Way = 'load' | 'push' | 'replace' | 'pop'
let arrivedBy: Way = 'load'
const scrolls = new Map<number, number>()

const isMark = (state: unknown): state is Mark =>
  typeof state === 'object' && state !== null && 'position' in state && typeof state.position === 'number'

/** Writes past wouter's patch of `history`, which would announce it as a navigation. */
const mark = () => History.prototype.replaceState.call(history, { position }, '', location.href)

export function watchHistory(): void {
  history.scrollRestoration = 'manual'
  if (isMark(history.state)) position = history.state.position
  else mark()
  addEventListener('pushState', () => {
    position += 1
    arrivedBy = 'push'
    scrolls.delete(position)
    mark()
  })
  addEventListener('replaceState', () => {
    arrivedBy = 'replace'
    mark()
  })
  addEventListener('popstate', () => {
    arrivedBy = 'pop'
    position = isMark(history.state) ? history.state.position : 0
  })
  addEventListener('scroll', () => scrolls.set(position, scrollY), { passive: true })
}

export const canGoBack = (): boolean => position > 0

export interface Arrival {
  readonly by: Way
  readonly scroll: number
}

export const arrival = (): Arrival => ({
  by: arrivedBy,
  scroll: arrivedBy === 'pop' ? (scrolls.get(position) ?? 0) : 0,
})
