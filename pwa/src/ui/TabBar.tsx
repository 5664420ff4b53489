import type { ReactNode } from 'react'
import { Link } from 'wouter'
import './tab-bar.css'

export interface TabBarItem {
  href: string
  label: string
  icon: ReactNode
  current: boolean
  /** Things that ask for a look; `countLabel` says them in words. */
  count?: number
  countLabel?: string
}

/** The four ways in, in the thumb's reach. */
export function TabBar({ label, items }: { label: string; items: readonly TabBarItem[] }) {
  return (
    <nav className="tab-bar" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <Link href={item.href} className="tab-bar-item" aria-current={item.current ? 'page' : undefined}>
              <span className="tab-bar-icon" aria-hidden="true">
                {item.icon}
                {item.count ? <span className="tab-bar-count">{Math.min(item.count, 99)}</span> : null}
              </span>
              <span>{item.label}</span>
              {item.count && item.countLabel ? <span className="visually-hidden">, {item.countLabel}</span> : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
