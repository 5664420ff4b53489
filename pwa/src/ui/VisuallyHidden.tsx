import type { ReactNode } from 'react'
import './visually-hidden.css'

/** Read by a screen reader, not drawn. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className="visually-hidden">{children}</span>
}
