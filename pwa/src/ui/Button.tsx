import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Link } from 'wouter'
import './button.css'

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger'

interface Look {
  kind?: ButtonKind
  /** Half as high again: for the thumb, in the dark. */
  size?: 'normal' | 'large'
  icon?: ReactNode
  children: ReactNode
}

export interface ButtonProps extends Look, Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** Shows that the deed is under way; further presses do nothing. */
  busy?: boolean
}

const look = (kind: ButtonKind = 'primary', size = 'normal', extra = '') =>
  `button button-${kind} button-${size} ${extra}`

export function Button({
  kind,
  size,
  icon,
  busy,
  children,
  className,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={look(kind, size, className)}
      aria-busy={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
    >
      {busy ? <span className="button-busy" aria-hidden="true" /> : icon}
      <span>{children}</span>
    </button>
  )
}

export interface ButtonLinkProps extends Look {
  href: string
  /** Leaves the present page out of the way back. */
  replace?: boolean
}

/** A way to another page that looks like a button. */
export function ButtonLink({ kind, size, icon, children, href, replace }: ButtonLinkProps) {
  return (
    <Link href={href} replace={replace} className={look(kind, size)}>
      {icon}
      <span>{children}</span>
    </Link>
  )
}

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** Says what the button does; there is no tooltip on a phone. */
  label: string
  /** `plain` on the page, `round` with an outline, `soft` on the accent's pale ground. */
  look?: 'plain' | 'round' | 'soft'
  children: ReactNode
}

export function IconButton({ label, look: kind = 'plain', children, className = '', ...rest }: IconButtonProps) {
  return (
    <button type="button" {...rest} aria-label={label} className={`icon-button icon-button-${kind} ${className}`}>
      {children}
    </button>
  )
}
