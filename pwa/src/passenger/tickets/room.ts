import { useEffect, useRef, useState, type RefObject } from 'react'

/** The width an element has on screen, kept up to date; 0 before it is measured. */
export function useRoom<E extends HTMLElement>(): [RefObject<E | null>, number] {
  const ref = useRef<E>(null)
  const [room, setRoom] = useState(0)
  useEffect(() => {
    if (!ref.current) return
    const watch = new ResizeObserver(([entry]) => entry && setRoom(Math.floor(entry.contentRect.width)))
    watch.observe(ref.current)
    return () => watch.disconnect()
  }, [])
  return [ref, room]
}
