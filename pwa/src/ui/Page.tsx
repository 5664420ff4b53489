import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '../words/words.ts'
import { IconButton } from './Button.tsx'
import { NetworkSign } from './NetworkSign.tsx'
import { useShell } from './shell.ts'
import './page.css'

export interface PageProps {
  /** The h1. Focus lands on it after navigation. */
  title: ReactNode
  /** One quiet line under the h1. */
  subtitle?: ReactNode
  /** Where the arrow leads when there is no page to go back to. Absent on the pages of the tab bar. */
  back?: string
  /** Above the h1, beside the network word: the name of the house on the first page. */
  above?: ReactNode
  /** Icon buttons at the end of the head. */
  actions?: ReactNode
  /** `content` when the page itself draws <NetworkSign look="plain" />, for instance in its line about age. */
  network?: 'head' | 'content'
  /** Stays at the bottom, above the page: a choice and its button. */
  footer?: ReactNode
  children: ReactNode
}

/** One screen: head, the one banner, content. */
export function Page({ title, subtitle, back, above, actions, network = 'head', footer, children }: PageProps) {
  const shell = useShell()
  const sign = network === 'head' && <NetworkSign />
  const root = back === undefined
  return (
    <div className="page" data-footer={footer ? '' : undefined}>
      <header>
        {shell.banner && <div className="page-banner">{shell.banner}</div>}
        {above && (
          <div className="page-above">
            {above}
            {sign}
          </div>
        )}
        <div className={root ? 'page-head page-head-root' : 'page-head'}>
          {!root && (
            <IconButton label={words.common.back} className="page-back" onClick={() => shell.back(back)}>
              <ArrowLeft className="mirrors" aria-hidden="true" />
            </IconButton>
          )}
          <div className="page-title">
            <h1 tabIndex={-1}>{title}</h1>
            {subtitle && <p>{subtitle}</p>}
          </div>
          {!above && sign}
          {actions}
        </div>
      </header>
      <main>
        <div className="page-main">{children}</div>
        {footer && <div className="page-footer">{footer}</div>}
      </main>
    </div>
  )
}

export interface SectionProps {
  title: string
  children: ReactNode
}

/** A heading and what belongs to it. */
export function Section({ title, children }: SectionProps) {
  return (
    <section className="page-section">
      <h2>{title}</h2>
      {children}
    </section>
  )
}
