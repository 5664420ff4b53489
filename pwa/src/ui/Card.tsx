import type { ReactNode } from 'react'
import './card.css'

export interface CardProps {
  children: ReactNode
  /** The band at the start side: what waits is dashed, what was refused is red. */
  edge?: 'waiting' | 'refused' | 'confirmed'
  /** Where the card is an item or a section of its own. */
  as?: 'div' | 'li' | 'section' | 'article'
  labelledBy?: string
  className?: string
}

export function Card({ children, edge, as: Tag = 'div', labelledBy, className = '' }: CardProps) {
  return (
    <Tag className={`card ${className}`} data-edge={edge} aria-labelledby={labelledBy}>
      {children}
    </Tag>
  )
}
