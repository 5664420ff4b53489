import type { ReactNode } from 'react'
import './status.css'

export type StatusKind = 'waiting' | 'asked' | 'confirmed' | 'refused' | 'warning'

const shapes: Record<StatusKind, ReactNode> = {
  waiting: (
    <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" strokeWidth="2.4" strokeDasharray="3.5 2.4" />
  ),
  asked: (
    <>
      <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" strokeWidth="2.4" />
      <path d="M10 4.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
    </>
  ),
  confirmed: (
    <>
      <circle cx="10" cy="10" r="9" fill="currentColor" />
      <path d="m5.8 10.3 2.9 2.9 5.6-6" className="status-cut" />
    </>
  ),
  refused: (
    <>
      <path d="M6.3 1h7.4L19 6.3v7.4L13.7 19H6.3L1 13.7V6.3z" fill="currentColor" />
      <path d="m6.9 6.9 6.2 6.2m0-6.2-6.2 6.2" className="status-cut" />
    </>
  ),
  warning: (
    <>
      <path
        d="M8.7 2.3a1.5 1.5 0 0 1 2.6 0l7.6 13.4a1.5 1.5 0 0 1-1.3 2.3H2.4a1.5 1.5 0 0 1-1.3-2.3z"
        fill="currentColor"
      />
      <path d="M10 7v4.6m0 3v.1" className="status-cut" />
    </>
  ),
}

/** One of the five signs; the shape alone tells them apart. */
export function StatusSign({ kind, size = 18 }: { kind: StatusKind; size?: number }) {
  return (
    <svg className={`status-sign status-${kind}`} width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      {shapes[kind]}
    </svg>
  )
}

/** Sign, colour and word together. */
export function Status({ kind, children }: { kind: StatusKind; children: ReactNode }) {
  return (
    <span className={`status status-${kind}`}>
      <StatusSign kind={kind} />
      <span>{children}</span>
    </span>
  )
}
