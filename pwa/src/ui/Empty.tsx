import type { ReactNode } from 'react'
import './empty.css'

export interface EmptyProps {
  /** Says what is not here, as a fact. */
  title: string
  children?: ReactNode
  /** The next step, one button. */
  action?: ReactNode
}

/** Nothing to show, and what to do about it. The broken line is the drawing of "no way through". */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div className="empty">
      <svg viewBox="0 0 120 24" width="120" height="24" aria-hidden="true">
        <path d="M14 12h92" className="empty-line" />
        <circle cx="10" cy="12" r="7" className="empty-ring" />
        <circle cx="110" cy="12" r="7" className="empty-ring" />
      </svg>
      <p className="empty-title">{title}</p>
      {children && <div className="empty-text">{children}</div>}
      {action}
    </div>
  )
}
