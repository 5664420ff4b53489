import type { ReactNode } from 'react'
import type { Day } from 'shared/base/instants.ts'
import { Link } from 'wouter'
import { shortDayText, weekdayText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { RideName } from './RideName.tsx'
import './coupon.css'

interface Props {
  href: string
  day: Day
  today: Day
  clock: string
  from: string
  to: string
  /** Seats, passengers. */
  line: string
  /** It does not take place: struck through. */
  off: boolean
  /** It is over: the stub loses its colour. */
  past: boolean
  children: ReactNode
}

function dayName(day: Day, today: Day): string {
  if (day === today) return words.common.today
  if (day === today + 1) return words.common.tomorrow
  return `${weekdayText(day)} ${shortDayText(day)}`
}

/** A ride that is booked: when on the coloured stub, what on the paper. */
export function Coupon({ href, day, today, clock, from, to, line, off, past, children }: Props) {
  return (
    <article className="coupon" data-off={off ? '' : undefined} data-past={past ? '' : undefined}>
      <Link href={href} className="coupon-link">
        <span className="coupon-stub">
          <span>{dayName(day, today)}</span>
          <bdi className="coupon-clock">{clock}</bdi>
        </span>
        <span className="coupon-body">
          <RideName as="span" from={from} to={to} />
          <span className="coupon-line">{line}</span>
          {children}
        </span>
      </Link>
    </article>
  )
}
