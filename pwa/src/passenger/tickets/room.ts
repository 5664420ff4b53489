import { useEffect, useRef, useState, type RefObject } from 'react'

/** What stands above and below the code on the ticket's screen, in CSS pixels. */
const around = 540

/** The room a code has: the width of its place, and no more height than lets the whole ticket be seen. 0 at first. */
export function useRoom<E extends HTMLElement>(): [RefObject<E | null>, number] {
  const ref = useRef<E>(null)
  const [room, setRoom] = useState(0)
  useEffect(() => {
    if (!ref.current) return
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setRoom(Math.floor(Math.min(entry.contentRect.width, Math.max(305, window.innerHeight - around))))
    })
    watch.observe(ref.current)
    return () => watch.disconnect()
  }, [])
  return [ref, room]
}
