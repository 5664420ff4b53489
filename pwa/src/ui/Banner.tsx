import type { ReactNode } from 'react'
import { StatusSign } from './Status.tsx'
import './banner.css'

export interface BannerProps {
  /** `warning` asks for attention; `info` only tells. */
  kind?: 'info' | 'warning'
  children: ReactNode
  action?: ReactNode
}

/** One at most on a page, above the h1. What belongs to the task goes into the content instead. */
export function Banner({ kind = 'info', children, action }: BannerProps) {
  return (
    <div className={`banner banner-${kind}`} role={kind === 'warning' ? 'alert' : 'status'}>
      {kind === 'warning' && <StatusSign kind="warning" size={20} />}
      <p>{children}</p>
      {action}
    </div>
  )
}
