/** What of the page starts an exchange: coming back online, being looked at again, a word of the worker. */
export function watchPage({ kick, look }: { kick: () => Promise<void>; look: () => void }): () => void {
  const go = () => void kick()
  const shown = () => {
    if (document.visibilityState === 'visible') go()
  }
  addEventListener('online', go)
  addEventListener('offline', look)
  addEventListener('focus', go)
  addEventListener('pageshow', shown)
  document.addEventListener('visibilitychange', shown)
  return () => {
    removeEventListener('online', go)
    removeEventListener('offline', look)
    removeEventListener('focus', go)
    removeEventListener('pageshow', shown)
    document.removeEventListener('visibilitychange', shown)
  }
}
